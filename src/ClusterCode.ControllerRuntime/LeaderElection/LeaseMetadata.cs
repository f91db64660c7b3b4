namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>What an election needs of a Lease's metadata.</summary>
internal sealed record LeaseMetadata(string? Name = null, string? Namespace = null, string? ResourceVersion = null);
