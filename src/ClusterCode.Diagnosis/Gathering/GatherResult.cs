using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>A case, or why there is none.</summary>
/// <param name="File">The case; null where there is none.</param>
/// <param name="Refusal">Why there is none: TargetNotFound, TargetForbidden, TargetNotSupported or Unreadable.</param>
/// <param name="Message">The refusal in a sentence that says how to mend it.</param>
internal sealed record GatherResult(CaseFile? File, ExpertOutcome? Refusal, string? Message)
{
    /// <summary>It was gathered.</summary>
    public static GatherResult Of(CaseFile file) => new(file, null, null);

    /// <summary>It could not be gathered.</summary>
    public static GatherResult Refused(ExpertOutcome refusal, string message) => new(null, refusal, message);
}
