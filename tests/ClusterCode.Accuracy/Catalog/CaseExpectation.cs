namespace ClusterCode.Accuracy.Catalog;

/// <summary>What the expert must say: the first document of a scenario's file. Names and values, not phrasing.</summary>
public sealed record CaseExpectation
{
    /// <summary>What is diagnosed, as <c>Kind/name</c>; null: the whole namespace.</summary>
    public string? Target { get; init; }

    /// <summary>The root cause's categories that are right; more than one where the cluster cannot tell them apart.</summary>
    public string[] Category { get; init; } = [];

    /// <summary>What the root cause must point at, as <c>Kind/name</c>; several with <c>|</c> between them where each is right.</summary>
    public string? Resource { get; init; }

    /// <summary>What the root cause's sentence must contain, in whatever case.</summary>
    public string[] Summary { get; init; } = [];

    /// <summary>What neither the root cause's sentence nor those of the additional causes may contain.</summary>
    public string[] MustNot { get; init; } = [];

    /// <summary>Categories that must be among the additional causes.</summary>
    public string[] Additional { get; init; } = [];

    /// <summary>Independent causes, by category, that must all be told, whichever is the root; alternatives with <c>|</c> between them.</summary>
    public string[] Causes { get; init; } = [];

    /// <summary>Categories that may be among the additional causes. All others there are wrong statements.</summary>
    public string[] MayAlso { get; init; } = [];

    /// <summary>Nothing is wrong, and nothing must be said.</summary>
    public bool Healthy { get; init; }

    /// <summary>How long a live scenario is left alone before it is judged, such as <c>40s</c>; what is healthy must be so all the while.</summary>
    public string? Settle { get; init; }

    /// <summary>Requests that the diagnosis may take where the usual bound of its kind of target is too low.</summary>
    public int? Requests { get; init; }
}
