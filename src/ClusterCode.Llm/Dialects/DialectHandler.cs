using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Dialects;

/// <summary>Shapes the body of every request by the provider's dialect and by what the server is known to accept.</summary>
internal sealed class DialectHandler(IRequestDialect dialect, RequestProfileStore profiles, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content
            && JsonNode.Parse(await content.ReadAsByteArrayAsync(cancellationToken)) is JsonObject body)
        {
            dialect.Shape(body, profiles.Current);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
