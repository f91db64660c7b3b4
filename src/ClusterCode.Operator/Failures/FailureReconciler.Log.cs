using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Failures;

internal sealed partial class FailureReconciler
{
    [LoggerMessage(1, LogLevel.Information, "Created DiagnosisRequest {Diagnosis} for {Workload}: {Trigger}, wanted by policy {Policy}")]
    private static partial void LogCreated(ILogger logger, ObjectKey diagnosis, WorkloadKey workload, DiagnosisTrigger trigger, string policy);

    [LoggerMessage(2, LogLevel.Information, "Asked for another diagnosis in DiagnosisRequest {Namespace}/{Name}: {Why}")]
    private static partial void LogRequestedAgain(ILogger logger, string @namespace, string name, string why);

    [LoggerMessage(3, LogLevel.Information, "{Workload} is resolved: {Why}")]
    private static partial void LogResolved(ILogger logger, WorkloadKey workload, string why);
}
