namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>A kind as recordings tell kinds apart: versions of one group are the same objects.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Kind">The kind.</param>
internal readonly record struct RecordedKind(string Group, string Kind)
{
    /// <summary>The kind under which logs are denied and noted.</summary>
    public static RecordedKind Log { get; } = new("", "Log");

    /// <summary>The kind of a model class.</summary>
    public static RecordedKind Of(ApiResource resource) => new(resource.Group, resource.Kind);

    /// <summary>The kind of a document.</summary>
    public static RecordedKind Of(string? apiVersion, string kind) => new(GroupOf(apiVersion), kind);

    /// <inheritdoc />
    public override string ToString() => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    private static string GroupOf(string? apiVersion) => apiVersion?.IndexOf('/', StringComparison.Ordinal) is { } slash and > 0 ? apiVersion[..slash] : "";
}
