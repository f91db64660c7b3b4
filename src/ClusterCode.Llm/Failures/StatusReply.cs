using System.Net;
using ClusterCode.Llm.Http;

namespace ClusterCode.Llm.Failures;

/// <summary>An answer that is not a success.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Body">The start of its body.</param>
internal sealed record StatusReply(HttpStatusCode Status, string Body)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the server says it is (header Server).</summary>
    public string? Server { get; init; }

    /// <summary>Where a redirect leads, without its query.</summary>
    public string? RedirectsTo { get; init; }

    /// <summary>Reads the headers of an answer and the start of its body.</summary>
    public static async Task<StatusReply> FromAsync(HttpResponseMessage response, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var retryAfter = response.Headers.RetryAfter;
        return new StatusReply(
            response.StatusCode,
            await BoundedContent.ReadStartAsync(response.Content, BoundedContent.MaxErrorBytes, cancellationToken))
        {
            RetryAfter = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - timeProvider.GetUtcNow() : null),
            Server = response.Headers.Server.Count > 0 ? ServerText.Quote(response.Headers.Server.ToString(), null) : null,
            RedirectsTo = response.Headers.Location is { } to && response.StatusCode < HttpStatusCode.BadRequest
                ? ServerText.Quote(to.IsAbsoluteUri ? to.GetLeftPart(UriPartial.Path) : to.OriginalString.Split('?')[0], null)
                : null,
        };
    }
}
