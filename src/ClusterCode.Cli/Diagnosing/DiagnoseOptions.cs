namespace ClusterCode.Cli.Diagnosing;

/// <summary>What was asked on the command line.</summary>
internal sealed record DiagnoseOptions(string? Target, string? Namespace, string? Context, string? Kubeconfig, OutputFormat Output)
{
    /// <summary>True: every namespace that there is.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary>The snapshot that is diagnosed in place of a cluster.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Where all that the diagnosis reads is written down.</summary>
    public string? Record { get; init; }
}
