namespace ClusterCode.ControllerRuntime.Api;

/// <summary>The API server took the connection and did not answer in time.</summary>
internal sealed class ApiTimeoutException(string message, Exception inner) : HttpRequestException(HttpRequestError.Unknown, message, inner);
