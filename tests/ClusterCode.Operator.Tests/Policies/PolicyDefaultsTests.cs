using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Policies;

namespace ClusterCode.Operator.Tests.Policies;

public sealed class PolicyDefaultsTests
{
    [Theory]
    [InlineData(null, 20)]
    [InlineData("0s", 0)]
    [InlineData("1m30s", 90)]
    [InlineData("soon", 20)]
    public void The_grace_period_is_a_Go_duration_or_20_seconds(string? text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PolicyDefaults.GracePeriodOf(new DiagnosisPolicySpec { GracePeriod = text }));

    [Theory]
    [InlineData(null, 600)]
    [InlineData("0s", 0)]
    [InlineData("1h", 3600)]
    [InlineData("soon", 600)]
    public void The_cooldown_is_a_Go_duration_or_10_minutes(string? text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PolicyDefaults.CooldownOf(new DiagnosisPolicySpec { Cooldown = text }));
}
