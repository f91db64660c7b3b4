using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.Durations;

namespace ClusterCode.Operator.Policies;

/// <summary>What a DiagnosisPolicy means where it is silent. The same values stand in config/crd as defaults; these serve objects that were written before a default was.</summary>
internal static class PolicyDefaults
{
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan Cooldown = TimeSpan.FromMinutes(10);

    public const int MaxConcurrent = 10;

    /// <summary>The grace period of a policy; the default where the text is no duration (which its Ready condition reports).</summary>
    public static TimeSpan GracePeriodOf(DiagnosisPolicySpec spec) =>
        spec.GracePeriod is { } text && GoDuration.TryParse(text, out var value) ? value : GracePeriod;

    /// <summary>The cooldown of a policy; the default where the text is no duration (which its Ready condition reports).</summary>
    public static TimeSpan CooldownOf(DiagnosisPolicySpec spec) =>
        spec.Cooldown is { } text && GoDuration.TryParse(text, out var value) ? value : Cooldown;
}
