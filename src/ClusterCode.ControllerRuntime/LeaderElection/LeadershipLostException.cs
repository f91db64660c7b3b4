namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>The leadership was lost, so the process must end.</summary>
internal sealed class LeadershipLostException(string reason) : Exception($"This process no longer leads, and ends: {reason}.");
