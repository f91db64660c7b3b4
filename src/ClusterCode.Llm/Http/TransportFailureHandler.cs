using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>Turns the HTTP stack's exceptions into the backend's failures, below any client library that would wrap them.</summary>
internal sealed class TransportFailureHandler(BackendSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is not BackendException && !cancellationToken.IsCancellationRequested)
        {
            throw new BackendException(TransportFailures.Judge(exception, settings), exception);
        }
    }
}
