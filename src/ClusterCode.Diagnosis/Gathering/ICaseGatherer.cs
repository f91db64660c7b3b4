using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Gathers what the analyzers judge.</summary>
internal interface ICaseGatherer
{
    /// <summary>Reads what concerns the subject, with as few requests as possible. Only cancellation throws.</summary>
    Task<GatherResult> GatherAsync(DiagnosisSubject subject, CancellationToken cancellationToken);
}
