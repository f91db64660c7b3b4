namespace ClusterCode.Llm.Limits;

/// <summary>How much may be asked of a backend. What is absent is not limited.</summary>
/// <param name="ConcurrentRequests">Requests under way at a time.</param>
/// <param name="RequestsPerMinute">Requests in any minute.</param>
/// <param name="TokensPerMinute">Tokens, of prompts and answers, in any minute.</param>
/// <param name="TokensPerDay">Tokens, of prompts and answers, in a day (UTC).</param>
internal sealed record BackendLimits(int ConcurrentRequests, int? RequestsPerMinute = null, int? TokensPerMinute = null, long? TokensPerDay = null)
{
    /// <summary>The name of a limit as users write it.</summary>
    public static string Field(string name) => $"spec.limits.{name}";
}
