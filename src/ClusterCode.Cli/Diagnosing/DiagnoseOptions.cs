namespace ClusterCode.Cli.Diagnosing;

/// <summary>What was asked on the command line.</summary>
internal sealed record DiagnoseOptions(string? Target, string? Namespace, string? Context, string? Kubeconfig, OutputFormat Output);
