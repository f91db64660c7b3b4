namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>Credentials could not be had. It is an <see cref="HttpRequestException"/> because it passes like one: whatever waits for an unreachable server waits for this too.</summary>
internal sealed class CredentialException(string message, Exception? inner = null) : HttpRequestException(HttpRequestError.UserAuthenticationError, message, inner);
