namespace ClusterCode.Llm.Limits;

/// <summary>Whether a backend is worth asking.</summary>
public enum CircuitState
{
    /// <summary>It answers.</summary>
    Closed,

    /// <summary>It failed several times in a row, some time ago: one request may try it.</summary>
    HalfOpen,

    /// <summary>It failed several times in a row just now, or is being tried by another request.</summary>
    Open,
}
