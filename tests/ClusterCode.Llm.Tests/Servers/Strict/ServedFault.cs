namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>What is wrong at a server.</summary>
internal enum ServedFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The prompt and the answer do not fit the model's context.</summary>
    ContextOverflow,

    /// <summary>The engine dies while it answers.</summary>
    DiesInMidAnswer,

    /// <summary>There is more to do than it takes.</summary>
    Overloaded,
}
