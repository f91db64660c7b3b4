using System.Text.Json;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Serialization;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Writes a report for programs, in the words of a DiagnosisRequest's status. Pure.</summary>
internal static class ReportJson
{
    private static readonly ClusterCodeJsonContext Indented = new(new JsonSerializerOptions(ClusterCodeJsonContext.Default.Options) { WriteIndented = true });

    /// <summary>The JSON, ending with a line break.</summary>
    public static string Of(ExpertReport report)
    {
        var status = new DiagnosisRequestStatus
        {
            Phase = DiagnosisPhase.Completed,
            Severity = report.Severity,
            RootCause = report.RootCause,
            AdditionalCauses = report.AdditionalCauses,
            Findings = report.Findings,
            Evidence = report.Evidence,
            Fingerprint = report.Fingerprint,
        };
        return JsonSerializer.Serialize(status, Indented.DiagnosisRequestStatus) + Environment.NewLine;
    }
}
