namespace ClusterCode.ControllerRuntime.Api;

/// <summary>What part of a collection to read.</summary>
public sealed record ListOptions
{
    /// <summary>Only this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>A label selector, as <c>app=web,tier!=cache</c>.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector, as <c>status.phase=Running</c>.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>
    /// The resource version to read at: null is the newest, read from storage in pages; "0" is any that the server has in memory, which is cheap and may be stale.
    /// </summary>
    public string? ResourceVersion { get; init; }
}
