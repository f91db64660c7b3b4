namespace ClusterCode.Llm.Investigating;

/// <summary>How far a model may look around in one diagnosis.</summary>
internal static class InvestigationLimits
{
    /// <summary>Times that the model may ask for tools; small models run in circles after a few.</summary>
    public const int Rounds = 5;

    /// <summary>Answers of tools that become evidence.</summary>
    public const int Answers = 8;

    /// <summary>Questions that the model repeats, or asks wrongly, before it is told to stop.</summary>
    public const int WastedCalls = 3;

    /// <summary>Of the context's room for prompts, what the case itself may take; the rest is for what the tools tell.</summary>
    public const double ShareOfCase = 0.45;

    /// <summary>Times <c>spec.timeout</c> that all of it may take.</summary>
    public const int Timeouts = 2;
}
