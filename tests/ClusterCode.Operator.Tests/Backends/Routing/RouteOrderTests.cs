using ClusterCode.Api.LlmRoutes;
using ClusterCode.Llm.Limits;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends.Routing;

public sealed class RouteOrderTests
{
    private readonly WeightedTurns _turns = new();

    [Theory]
    [InlineData(LlmRouteStrategy.Priority, "a b c")]
    [InlineData(LlmRouteStrategy.LeastBusy, "b c a")]
    [InlineData(LlmRouteStrategy.Fastest, "c b a")]
    public void Members_are_asked_in_the_order_of_the_strategy(LlmRouteStrategy strategy, string expected) =>
        Assert.Equal(expected, Names(RouteOrder.Of(strategy, [Candidate("a", underWay: 3, seconds: 9), Candidate("b", underWay: 0, seconds: 4), Candidate("c", underWay: 1, seconds: 2)], _turns)));

    [Fact]
    public void Who_has_not_answered_yet_counts_as_the_fastest_and_the_list_decides_between_equals() =>
        Assert.Equal("b c a", Names(RouteOrder.Of(LlmRouteStrategy.Fastest, [Candidate("a", seconds: 1), Candidate("b"), Candidate("c")], _turns)));

    [Fact]
    public void In_turns_each_member_goes_as_often_as_its_weight_and_evenly_spread()
    {
        var candidates = new[] { Candidate("a", weight: 5), Candidate("b"), Candidate("c") };
        Assert.Equal("aabacaa", string.Concat(Enumerable.Range(0, 7).Select(_ => Names(RouteOrder.Of(LlmRouteStrategy.RoundRobin, candidates, _turns))[0])));
    }

    [Fact]
    public void Whose_turn_it_is_not_comes_after_in_the_order_of_the_list()
    {
        var candidates = new[] { Candidate("a"), Candidate("b"), Candidate("c") };
        Assert.Equal("a b c|b c a|c a b", string.Join('|', Enumerable.Range(0, 3).Select(_ => Names(_turns.Next(candidates)))));
    }

    [Fact]
    public void A_member_that_was_away_does_not_get_what_it_missed()
    {
        var (a, b) = (Candidate("a"), Candidate("b"));
        _turns.Next([a, b]);
        for (var i = 0; i < 10; i++)
            _turns.Next([a]);
        var after = Enumerable.Range(0, 10).Select(_ => Names(_turns.Next([a, b]))[0]).ToList();
        Assert.InRange(after.Count(name => name == 'b'), 4, 6);
    }

    private static RouteCandidate Candidate(string name, int weight = 1, int underWay = 0, int? seconds = null) =>
        new(TestBackends.Of(name).Ready(), weight, new BackendLoad(underWay, seconds is { } s ? TimeSpan.FromSeconds(s) : null, CircuitState.Closed));

    private static string Names(IEnumerable<RouteCandidate> candidates) => string.Join(' ', candidates.Select(candidate => candidate.Backend.Metadata.Name));
}
