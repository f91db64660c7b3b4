using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>A case with what the analyzers found in it, or why there is none.</summary>
/// <param name="File">The case; null where there is none.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Refusal">Why there is no case.</param>
/// <param name="Message">The refusal in a sentence that says how to mend it.</param>
internal sealed record JudgedCase(CaseFile? File, IReadOnlyList<CaseFinding> Findings, ExpertOutcome? Refusal = null, string? Message = null)
{
    /// <summary>There is none.</summary>
    public static JudgedCase Refused(ExpertOutcome refusal, string message) => new(null, [], refusal, message);
}
