using ClusterCode.Api.Durations;

namespace ClusterCode.Api.Validation;

/// <summary>The syntax of durations, and that they fit.</summary>
internal static class DurationRules
{
    public static IEnumerable<SpecError> Check(string path, string? duration)
    {
        if (duration is not null && !GoDuration.TryParse(duration, out _, out var error))
        {
            yield return new(path, error);
        }
    }
}
