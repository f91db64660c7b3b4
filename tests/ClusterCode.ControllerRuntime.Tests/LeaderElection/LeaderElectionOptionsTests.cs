using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.LeaderElection;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

public sealed class LeaderElectionOptionsTests
{
    [Fact]
    public void The_defaults_are_client_go_s_and_sound()
    {
        var options = Options(15, 10, 2);
        options.Validate();
        Assert.Equal(new LeaderElectionOptions().LeaseDuration, options.LeaseDuration);
        Assert.Equal(new LeaderElectionOptions().RenewDeadline, options.RenewDeadline);
        Assert.Equal(new LeaderElectionOptions().RetryPeriod, options.RetryPeriod);
        Assert.Equal(TimeSpan.FromSeconds(5), options.RequestTimeout);
        Assert.Equal(TimeSpan.FromSeconds(1), Options(2, 1.5, 0.3).RequestTimeout);
    }

    [Theory]
    [InlineData(10, 10, 2, "LeaseDuration (10 s) must be more than its RenewDeadline (10 s)")]
    [InlineData(15, 2.4, 2, "RenewDeadline (2.4 s) must be more than 1.2 times its RetryPeriod (2 s)")]
    [InlineData(15, 10, 0, "RetryPeriod (0 s) must be more than 0")]
    [InlineData(1.5, 1, 0.2, "LeaseDuration (1.5 s) must be whole seconds")]
    public void Durations_that_do_not_fit_are_refused_with_what_is_wrong(double lease, double deadline, double retry, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(Options(lease, deadline, retry).Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void They_are_refused_when_the_operator_is_put_together_and_only_when_there_is_an_election()
    {
        new ServiceCollection().AddKubernetesOperator(settings => settings.LeaderElection.LeaseNamespace = null);
        var e = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKubernetesOperator(settings =>
        {
            settings.LeaderElection.Enabled = true;
            settings.LeaderElection.LeaseNamespace = null;
        }));
        Assert.Contains("POD_NAMESPACE", e.Message, StringComparison.Ordinal);
    }

    private static LeaderElectionOptions Options(double lease, double deadline, double retry) => new()
    {
        LeaseNamespace = "system",
        LeaseDuration = TimeSpan.FromSeconds(lease),
        RenewDeadline = TimeSpan.FromSeconds(deadline),
        RetryPeriod = TimeSpan.FromSeconds(retry),
    };
}
