namespace ClusterCode.Llm.Pulling;

/// <summary>How a pull ended.</summary>
/// <param name="Failure">Why it failed and how to mend it, bounded and free of secrets; null where the server says that it succeeded.</param>
public sealed record PullResult(string? Failure)
{
    /// <summary>The server says that the model is there.</summary>
    public static PullResult Success { get; } = new((string?)null);
}
