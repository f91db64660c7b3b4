using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>
/// Turns answers that are not a success, and pages where an answer was expected, into the backend's failures, and watches the
/// stream of a success. Client libraries would lose the server's text, or wait for more of it.
/// </summary>
internal sealed class AnswerFailureHandler(BackendSettings settings, ExchangeScope exchange, TimeProvider timeProvider, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        exchange.CloseAtEnd(response);
        var name = $"{request.Method} {request.RequestUri?.GetLeftPart(UriPartial.Path)}";
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                var reply = await StatusReply.FromAsync(response, timeProvider, cancellationToken);
                throw new BackendException(StatusFailures.Judge(name, reply, settings));
            }
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html")
        {
            response.Dispose();
            throw new BackendException(new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"{name} answers with a web page: that is not the API of provider {settings.Provider}; correct spec.provider or spec.endpoint"));
        }

        var watched = new StreamContent(new AnswerStream(await response.Content.ReadAsStreamAsync(cancellationToken), name, settings));
        foreach (var (header, values) in response.Content.Headers)
            watched.Headers.TryAddWithoutValidation(header, values);
        response.Content = watched;
        return response;
    }
}
