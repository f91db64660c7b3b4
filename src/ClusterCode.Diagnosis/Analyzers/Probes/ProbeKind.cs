namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>The three probes of a container; the names are how titles begin.</summary>
internal enum ProbeKind
{
    /// <summary>Its failure has the container killed.</summary>
    Liveness,

    /// <summary>Its failure takes the pod out of its Services.</summary>
    Readiness,

    /// <summary>Its failure has the container killed; the other probes wait for its success.</summary>
    Startup,
}
