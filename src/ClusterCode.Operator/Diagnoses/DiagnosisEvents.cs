using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.ControllerRuntime.Events;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>
/// Tells of diagnoses in events on the failing object, where people look first. Each event has a name derived from what it tells, so that a restarted operator,
/// which tells again what it may not have told, doubles nothing.
/// </summary>
internal sealed class DiagnosisEvents(IEventRecorder recorder, TimeProvider clock)
{
    public const string FoundReason = "DiagnosisFound";
    public const string ResolvedReason = "DiagnosisResolved";

    /// <summary>Younger diagnoses are told again after a restart of the operator; for older ones the event was told, or has lost its use.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);

    /// <summary>Tells of the root cause, if there is one and it is recent.</summary>
    public void RecordFound(DiagnosisRequest diagnosis)
    {
        // The cause is told when it is known; a model that explains it may take minutes more.
        if (diagnosis.Status is not { RootCause: { } cause, Severity: { } severity } status || (status.CompletionTime ?? status.StartTime) is not { } found || !IsRecent(found))
            return;
        recorder.Record(
            Regarding(diagnosis), severity == Severity.Info ? EventType.Normal : EventType.Warning, FoundReason, "Diagnose",
            $"{cause.Summary} ({Reference(diagnosis)})", $"{diagnosis.Metadata.Uid}/found/{status.Fingerprint}/{status.LastHandledRequestedAt}");
    }

    /// <summary>Tells that the failure is over, if that is recent.</summary>
    public void RecordResolved(DiagnosisRequest diagnosis)
    {
        if (diagnosis.Status is not { ResolvedTime: { } resolved } status || !IsRecent(resolved))
            return;
        recorder.Record(
            Regarding(diagnosis), EventType.Normal, ResolvedReason, "Resolve",
            $"No longer failing: {status.RootCause?.Summary ?? "cause unknown"} ({Reference(diagnosis)})",
            $"{diagnosis.Metadata.Uid}/resolved/{resolved:O}");
    }

    private bool IsRecent(DateTime time) => clock.GetUtcNow().UtcDateTime - time < Recent;

    private static string Reference(DiagnosisRequest diagnosis) =>
        $"kubectl get diagnosis {diagnosis.Metadata.Name} -n {diagnosis.Metadata.NamespaceProperty}";

    /// <summary>The failing object, where the owner reference proves that it exists; else the DiagnosisRequest itself.</summary>
    private static EventRegarding Regarding(DiagnosisRequest diagnosis)
    {
        var owner = diagnosis.Metadata.OwnerReferences?.FirstOrDefault();
        return owner is null
            ? new EventRegarding(diagnosis.ApiVersion, diagnosis.Kind, diagnosis.Metadata.NamespaceProperty, diagnosis.Metadata.Name, diagnosis.Metadata.Uid)
            : new EventRegarding(owner.ApiVersion, owner.Kind, diagnosis.Metadata.NamespaceProperty, owner.Name, owner.Uid);
    }
}
