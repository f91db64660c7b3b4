using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>An expert that always reports the same.</summary>
internal sealed class FakeExpert : IExpert
{
    public static readonly ExpertReport CauseFound = new()
    {
        Outcome = ExpertOutcome.CauseFound,
        Message = TestDiagnoses.Cause.Summary,
        Severity = Severity.Critical,
        RootCause = TestDiagnoses.Cause,
        Fingerprint = "9f2c",
    };

    public ExpertReport Report { get; set; } = CauseFound;

    /// <summary>What was asked, in order.</summary>
    public List<DiagnosisSubject> Subjects { get; } = [];

    public Task<ExpertReport> DiagnoseAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        Subjects.Add(subject);
        return Task.FromResult(Report);
    }
}
