using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Http;

/// <summary>Puts the key where the backend's spec says, and removes the one that client libraries insist on sending.</summary>
internal sealed class AuthenticationHandler(BackendSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = null;
        if (settings.ApiKey is { } key)
        {
            request.Headers.Remove(settings.AuthHeader);
            request.Headers.TryAddWithoutValidation(settings.AuthHeader, settings.AuthScheme.Length == 0 ? key : $"{settings.AuthScheme} {key}");
        }

        return base.SendAsync(request, cancellationToken);
    }
}
