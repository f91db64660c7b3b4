namespace ClusterCode.Api.Findings;

/// <summary>A proposal that a person may carry out. The operator never does.</summary>
public sealed record Remediation
{
    /// <summary>What it does, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>A kubectl command, where one is enough.</summary>
    public string? Command { get; init; }

    /// <summary>A patch in YAML, where a command is not enough.</summary>
    public string? Patch { get; init; }

    /// <summary>What it may break.</summary>
    public required RemediationRisk Risk { get; init; }
}
