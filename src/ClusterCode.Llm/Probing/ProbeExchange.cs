using System.Net.Mime;
using System.Text;
using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Http;

namespace ClusterCode.Llm.Probing;

/// <summary>The questions and answers of one probe.</summary>
internal sealed class ProbeExchange(BackendSession session, TimeProvider timeProvider)
{
    public BackendSettings Settings => session.Settings;

    /// <summary>Asks for a JSON document.</summary>
    /// <exception cref="BackendException">No answer, an answer that is not a success, or one that is not JSON.</exception>
    public Task<JsonElement> GetJsonAsync(string path, CancellationToken cancellationToken) =>
        JsonOfAsync(new HttpRequestMessage(HttpMethod.Get, Settings.Endpoint.At(path)), cancellationToken);

    /// <summary>Posts a JSON document and asks for one.</summary>
    /// <exception cref="BackendException">No answer, an answer that is not a success, or one that is not JSON.</exception>
    public Task<JsonElement> PostJsonAsync(string path, string body, CancellationToken cancellationToken) =>
        JsonOfAsync(
            new HttpRequestMessage(HttpMethod.Post, Settings.Endpoint.At(path)) { Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json) },
            cancellationToken);

    /// <summary>Asks for a JSON document that the probe can do without.</summary>
    /// <returns>The document; null when the server has none, in whatever way it says so.</returns>
    public async Task<JsonElement?> TryGetJsonAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetJsonAsync(path, cancellationToken);
        }
        catch (BackendException)
        {
            return null;
        }
    }

    /// <summary>Asks whether a path answers with success; its body does not matter.</summary>
    /// <returns>The value of a header of the answer, where there is one.</returns>
    /// <exception cref="BackendException">No answer, or one that is not a success.</exception>
    public async Task<string?> CheckAsync(string path, string header, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Settings.Endpoint.At(path));
        using var response = await SendAsync(request, cancellationToken);
        return response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
    }

    private async Task<JsonElement> JsonOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        using (var response = await SendAsync(request, cancellationToken))
        {
            var body = await BoundedContent.ReadStartAsync(response.Content, BoundedContent.MaxProbeBytes, cancellationToken);
            try
            {
                using var document = JsonDocument.Parse(body);
                return document.RootElement.Clone();
            }
            catch (JsonException exception)
            {
                var what = body.Length == 0 ? "an empty body" : body.TrimStart().StartsWith('<') ? "a web page" : "text that is not JSON";
                throw new BackendException(
                    new BackendFailure(
                        ConditionReasons.UnexpectedAnswer,
                        $"{Name(request)} answers with {what}: that is not the API of provider {Settings.Provider}; correct spec.provider or spec.endpoint"),
                    exception);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await session.Probe.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var reply = await StatusReply.FromAsync(response, timeProvider, cancellationToken);
            throw new BackendException(StatusFailures.Judge(Name(request), reply, Settings));
        }
    }

    private static string Name(HttpRequestMessage request) => $"{request.Method} {request.RequestUri}";
}
