namespace ClusterCode.Diagnosis.Analyzers.Services;

/// <summary>A port on which a container listens, as something other than its declaration tells.</summary>
/// <param name="Port">The port.</param>
/// <param name="How">How that is known, as the end of a sentence: <c>its readiness probe succeeds there</c>.</param>
/// <param name="IsProved">True where the kubelet or the process itself tells, false where only its settings do.</param>
internal sealed record ListeningPort(int Port, string How, bool IsProved)
{
    /// <summary>True where the process says that it listens on the loopback address, which no other pod reaches.</summary>
    public bool IsLoopback { get; init; }
}
