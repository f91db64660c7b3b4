using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Prompting;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Explaining;

/// <summary>Adds up what one explanation costs, over repairs and retries.</summary>
internal sealed class UsageMeter(BackendConfiguration backend, TimeProvider timeProvider)
{
    private readonly long start = timeProvider.GetTimestamp();
    private int requests;
    private int promptTokens;
    private int completionTokens;

    public BackendConfiguration Backend { get; } = backend;

    /// <summary>Adds an answer; small servers do not count tokens, so they are estimated then.</summary>
    public void Add(Prompt prompt, ChatResponse response)
    {
        promptTokens += (int)(response.Usage?.InputTokenCount is > 0 and var read ? read : prompt.EstimatedTokens);
        completionTokens += (int)(response.Usage?.OutputTokenCount is > 0 and var written ? written : TokenEstimate.Upper(response.Text));
    }

    /// <summary>Adds requests that were sent, whether or not they were answered.</summary>
    public void AddRequests(int count) => requests += count;

    /// <summary>The sum.</summary>
    /// <param name="name">Whose words stand: the backend's name, or BuiltIn.</param>
    public ModelUsage Of(string name) => new()
    {
        Backend = name,
        Model = Backend.Spec.Model,
        PromptTokens = promptTokens > 0 ? promptTokens : null,
        CompletionTokens = completionTokens > 0 ? completionTokens : null,
        DurationMs = (long)timeProvider.GetElapsedTime(start).TotalMilliseconds,
        Attempts = requests,
    };
}
