using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Failures of Deployment <c>shop/checkout</c>.</summary>
internal static class TestFailures
{
    public static DetectedFailure Of(DiagnosisTrigger trigger = DiagnosisTrigger.CrashLoopBackOff, double sinceSeconds = 5, bool mayPass = false) => new()
    {
        Trigger = trigger,
        Container = "app",
        Shows = $"checkout-{TestPods.Revision}-a",
        Reason = "Error",
        ExitCode = 1,
        Since = Times.SecondsAgo(sinceSeconds),
        LastSeen = Times.SecondsAgo(sinceSeconds),
        MayPass = mayPass,
        Count = 3,
    };
}
