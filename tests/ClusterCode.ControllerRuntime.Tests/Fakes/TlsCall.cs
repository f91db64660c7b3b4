namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A request as a TLS server saw it.</summary>
internal sealed record TlsCall(string Method, string PathAndQuery, string? Authorization, string? ClientSubject, string? ServerName, string Connection, string Protocol, string? UserAgent, string Body);
