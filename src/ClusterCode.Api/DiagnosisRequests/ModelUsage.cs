namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>How an explanation came about, and what it cost.</summary>
public sealed record ModelUsage
{
    /// <summary>The backend, as <c>namespace/name</c>, or <c>BuiltIn</c>.</summary>
    public required string Backend { get; init; }

    /// <summary>The model's name at that backend.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of all prompts, as the server counted them, else estimated.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of all answers.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Milliseconds from the first request to the last answer.</summary>
    public long? DurationMs { get; init; }

    /// <summary>True: a stored answer was used.</summary>
    public bool? Cached { get; init; }

    /// <summary>Names what the model was asked: of two explanations with the same digest, one was made for both.</summary>
    public string? InputDigest { get; init; }

    /// <summary>How many requests were sent, repairs and retries included.</summary>
    public int? Attempts { get; init; }

    /// <summary>The backend that was asked first and failed.</summary>
    public string? FallbackFrom { get; init; }
}
