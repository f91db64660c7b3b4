namespace ClusterCode.Scenarios.Catalog;

/// <summary>What a scenario's diagnosis must say: the first document of its file.</summary>
internal sealed record Expectation
{
    /// <summary>The workload that fails, as <c>Kind/name</c>; it owns the diagnosis.</summary>
    public string Workload { get; init; } = "";

    /// <summary>Nothing is wrong, so there must be no diagnosis.</summary>
    public bool Healthy { get; init; }

    /// <summary>The categories that are right; more than one where the cluster cannot tell them apart.</summary>
    public string[] Category { get; init; } = [];

    /// <summary>What the root cause must point at, as <c>Kind/name</c>.</summary>
    public string Resource { get; init; } = "";

    /// <summary>What the root cause's sentence must contain.</summary>
    public string[] Summary { get; init; } = [];

    /// <summary>What must not occur anywhere in the diagnosis: secrets.</summary>
    public string[] Nowhere { get; init; } = [];

    /// <summary>The kinds of evidence that prove the root cause; at least one of them must be cited.</summary>
    public string[] Evidence { get; init; } = [];

    /// <summary>The pods that must be counted as affected.</summary>
    public int? AffectedPods { get; init; }

    /// <summary>A taint that every node carries while the scenario runs, as <c>kubectl taint</c> takes it.</summary>
    public string? Taint { get; init; }

    /// <summary>A manifest that mends the failure; the diagnosis must then be resolved.</summary>
    public string? Fix { get; init; }

    /// <summary>The workload's kind.</summary>
    public string WorkloadKind => Workload.Split('/')[0];

    /// <summary>The workload's name.</summary>
    public string WorkloadName => Workload.Split('/')[1];
}
