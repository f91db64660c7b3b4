using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Gathers what the analyzers judge.</summary>
internal interface ICaseGatherer
{
    /// <summary>Reads what concerns the subject, with as few requests as possible. Only cancellation throws.</summary>
    Task<GatherResult> GatherAsync(DiagnosisSubject subject, CancellationToken cancellationToken);

    /// <summary>Reads what the analyzers wish for. Null where they wish for nothing more. Only cancellation throws.</summary>
    Task<CaseFile?> ExtendAsync(CaseFile file, CancellationToken cancellationToken);
}
