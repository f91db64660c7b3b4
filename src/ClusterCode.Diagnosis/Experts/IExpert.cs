namespace ClusterCode.Diagnosis.Experts;

/// <summary>Finds the root cause of a failure without any model.</summary>
public interface IExpert
{
    /// <summary>Gathers, judges and tells causes from symptoms. Never throws for what the cluster answers; only cancellation throws.</summary>
    Task<ExpertReport> DiagnoseAsync(DiagnosisSubject subject, CancellationToken cancellationToken);
}
