namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>A Lease object, as far as an election goes: as it is read, as it is created, and as a merge patch.</summary>
internal sealed record Lease(string? ApiVersion, string? Kind, LeaseMetadata? Metadata, LeaseRecord? Spec);
