using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Text;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Pulling;

/// <summary>
/// Follows <c>POST /api/pull</c>: lines of JSON with <c>status</c>, for layers <c>digest</c>, <c>total</c> and <c>completed</c>; <c>success</c> at the end, or <c>error</c>.
/// The lines are read here instead of by the client library, which bounds neither their length nor the silence between them.
/// </summary>
internal sealed partial class ModelPuller(BackendSessions sessions, TimeProvider timeProvider, ILogger<ModelPuller> logger) : IModelPuller
{
    /// <summary>The longest time without news. Verifying the digest of a large model on a slow disk takes minutes, without a word meanwhile.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The longest pull, however busy the server looks: a large model over a slow line takes hours.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromHours(24);

    public async Task<PullResult> PullAsync(BackendConfiguration backend, Action<PullProgress> report, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = sessions.Rent(backend);
            return await FollowAsync(lease.Session, report, cancellationToken);
        }
        catch (BackendException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new PullResult(exception.Failure.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A server can surprise in ways that nobody thought of; whoever follows the pull must hear of its end.
            LogSurprised(exception, backend.Name);
            return new PullResult($"it failed unexpectedly ({exception.GetType().Name}); the operator's log has the details");
        }
    }

    private async Task<PullResult> FollowAsync(BackendSession session, Action<PullProgress> report, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(MaxTime, timeProvider);
        using var stall = new CancellationTokenSource(StallTimeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token, stall.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, session.Settings.Endpoint.At("api/pull"))
            {
                Content = new StringContent(new JsonObject { ["model"] = session.Settings.Model, ["stream"] = true }.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json),
            };
            using var response = await session.Probe.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            if (!response.IsSuccessStatusCode)
                return Refused(request, await StatusReply.FromAsync(response, timeProvider, linked.Token), session.Settings);
            await using var body = await response.Content.ReadAsStreamAsync(linked.Token);
            return await ReadAsync(body, session.Settings, report, () => stall.CancelAfter(StallTimeout), linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PullResult(stall.IsCancellationRequested
                ? $"the server sent no news for {StallTimeout.TotalMinutes:0} minutes; can it reach its registry, and is its disk fast enough?"
                : $"it was not complete after {MaxTime.TotalHours:0} hours; can the server reach its registry?");
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PullResult("the server closed the connection before the pull was complete; was it restarted or killed?");
        }
    }

    private static async Task<PullResult> ReadAsync(Stream body, BackendSettings settings, Action<PullProgress> report, Action news, CancellationToken cancellationToken)
    {
        var sum = new PullSum();
        string? status = null;
        await foreach (var text in BoundedLines.ReadAsync(body, cancellationToken))
        {
            if (Parse(text) is not { } line)
                return new PullResult($"{settings.Endpoint.Root} answers in a form that Ollama does not use; correct spec.provider or spec.endpoint");
            if (line.Text("error") is { } error)
                return Failed(error, settings);
            if (line.Text("status") is "success")
                return PullResult.Success;
            var isNews = sum.Add(line);
            if (isNews)
                report(sum.Sum());
            if (isNews || line.Text("status") != status)
                news();
            status = line.Text("status");
        }

        return new PullResult("the server ended its answer before the pull was complete; was it restarted or killed?");
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PullResult Refused(HttpRequestMessage request, StatusReply reply, BackendSettings settings)
    {
        var error = ErrorBody.Parse(reply.Body);
        // An error before the first line comes with a status of its own; what it says is the same.
        return (int)reply.Status is 400 or 404 or >= 500 && error.Message.Contains("pull", StringComparison.OrdinalIgnoreCase)
            ? Failed(error.Message, settings)
            : new PullResult(StatusFailures.Judge($"{request.Method} {request.RequestUri}", reply, settings).Message);
    }

    private static PullResult Failed(string error, BackendSettings settings)
    {
        var hint = error switch
        {
            _ when Says(error, "file does not exist") || Says(error, "not found") => "the registry has no such model: correct spec.model",
            _ when Says(error, "no space left") => "the server's disk is full: give it a larger volume, or remove models from it",
            _ when Says(error, "no such host") || Says(error, "dial tcp") || Says(error, "lookup") => "the server does not reach its registry: let it out to it, or bring the model onto its volume yourself",
            _ when Says(error, "certificate") => "the server does not trust its registry, or a proxy in between",
            _ when Says(error, "newer version") || Says(error, "412") => "the model needs a newer Ollama",
            _ => "the server's own log says more",
        };
        return new PullResult($"the server says: {ServerText.Quote(error, settings.ApiKey)}; {hint}");
    }

    private static bool Says(string error, string words) => error.Contains(words, StringComparison.OrdinalIgnoreCase);
}
