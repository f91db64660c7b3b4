namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>What the value of a flag must be.</summary>
internal enum FlagValue
{
    /// <summary>The flag has none.</summary>
    None,

    /// <summary>A namespace of the diagnosis.</summary>
    Namespace,

    /// <summary>A container of the diagnosis.</summary>
    Container,

    /// <summary>A form of output.</summary>
    Output,

    /// <summary>A small number.</summary>
    Number,

    /// <summary>Something that is among the facts, such as a label.</summary>
    Fact,
}
