namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Carries requests to the API server: address, credentials, TLS, identification, metrics. No retries, no judgement of the answer.</summary>
internal interface IApiTransport
{
    /// <summary>Sends the request; the response's body is still to be read.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken);
}
