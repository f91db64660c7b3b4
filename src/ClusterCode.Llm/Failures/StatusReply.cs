using System.Net;

namespace ClusterCode.Llm.Failures;

/// <summary>An answer that is not a success.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">The start of its body.</param>
internal sealed record StatusReply(HttpStatusCode Status, string Body)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect leads, without its query.</summary>
    public string? RedirectsTo { get; init; }
}
