namespace ClusterCode.Diagnosis.Gathering.Scopes;

/// <summary>How much a diagnosis over several namespaces reads at most; within each namespace <see cref="GatheringLimits"/> holds.</summary>
internal static class ScopeLimits
{
    /// <summary>Namespaces of one diagnosis: as many as <c>spec.namespaces</c> may name.</summary>
    public const int Namespaces = 100;

    /// <summary>Namespaces that are read side by side: enough to keep a server busy, few enough to leave it to others.</summary>
    public const int SideBySide = 4;

    /// <summary>Requests of the whole diagnosis. With more, no further namespace is begun.</summary>
    public const int Requests = 2000;

    /// <summary>Requests of one namespace, where there are many of them: its lists, and some of what its analyzers wish for.</summary>
    public const int RequestsOfNamespace = 20;

    /// <summary>The time of the whole diagnosis.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(3);

    /// <summary>The time of one namespace.</summary>
    public static readonly TimeSpan TimeOfNamespace = TimeSpan.FromSeconds(45);
}
