using ClusterCode.Llm.Limits;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Limits;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly CircuitBreaker circuit;

    public CircuitBreakerTests() => circuit = new CircuitBreaker(clock);

    [Fact]
    public void Failures_in_a_row_open_it_and_a_success_between_them_does_not()
    {
        Fail(2);
        circuit.Succeeded();
        Fail(2);
        Assert.True(circuit.TryEnter());
        Fail(1);
        Assert.False(circuit.TryEnter());
    }

    [Fact]
    public void After_its_rest_one_request_tries_it_while_the_others_stay_away()
    {
        Fail(3);
        clock.Advance(CircuitBreaker.ShortestRest);
        Assert.Equal(CircuitState.HalfOpen, circuit.State);
        Assert.True(circuit.TryEnter());
        Assert.False(circuit.TryEnter());
        circuit.Succeeded();
        Assert.True(circuit.TryEnter());
    }

    [Fact]
    public void Each_trial_that_fails_doubles_the_rest_up_to_a_bound()
    {
        Fail(3);
        var rest = CircuitBreaker.ShortestRest;
        for (var i = 0; i < 12; i++)
        {
            clock.Advance(rest - TimeSpan.FromSeconds(1));
            Assert.Equal(CircuitState.Open, circuit.State);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(circuit.TryEnter());
            circuit.Failed();
            rest = rest * 2 < CircuitBreaker.LongestRest ? rest * 2 : CircuitBreaker.LongestRest;
        }
    }

    [Fact]
    public void A_trial_that_was_cancelled_leaves_it_to_the_next_request()
    {
        Fail(3);
        clock.Advance(CircuitBreaker.ShortestRest);
        Assert.True(circuit.TryEnter());
        circuit.Abandoned();
        Assert.True(circuit.TryEnter());
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            circuit.Failed();
    }
}
