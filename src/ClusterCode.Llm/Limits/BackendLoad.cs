namespace ClusterCode.Llm.Limits;

/// <summary>How a backend has done of late.</summary>
/// <param name="UnderWay">Requests that it is answering now.</param>
/// <param name="Pace">How long its answers take of late, as an average that forgets; null where it has not answered yet.</param>
/// <param name="Health">Whether it is worth asking.</param>
public readonly record struct BackendLoad(int UnderWay, TimeSpan? Pace, CircuitState Health);
