using System.Net.Http.Headers;

namespace ClusterCode.Llm.Redaction;

/// <summary>Redacts the body of every request on its way out, after everything else that shapes it.</summary>
internal sealed class RedactingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            var body = await content.ReadAsByteArrayAsync(cancellationToken);
            var redacted = new ByteArrayContent(RequestBodyRedactor.Redact(body));
            redacted.Headers.ContentType = content.Headers.ContentType ?? new MediaTypeHeaderValue("application/json");
            request.Content = redacted;
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
