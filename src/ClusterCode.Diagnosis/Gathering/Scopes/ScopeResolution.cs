using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Gathering.Scopes;

/// <summary>The namespaces that are meant, or why there are none.</summary>
/// <param name="Namespaces">Their names, within <see cref="ScopeLimits.Namespaces"/>.</param>
/// <param name="Notes">What was left out and why, in sentences for a person.</param>
/// <param name="Refusal">Why there are none: TargetNotFound, TargetForbidden or Unreadable.</param>
/// <param name="Message">The refusal in a sentence that says how to mend it.</param>
internal sealed record ScopeResolution(IReadOnlyList<string> Namespaces, IReadOnlyList<string> Notes, ExpertOutcome? Refusal = null, string? Message = null)
{
    /// <summary>There are none.</summary>
    public static ScopeResolution Refused(ExpertOutcome refusal, string message) => new([], [], refusal, message);
}
