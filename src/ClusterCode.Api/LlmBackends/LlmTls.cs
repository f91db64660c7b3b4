namespace ClusterCode.Api.LlmBackends;

/// <summary>TLS beyond the system's trusted authorities.</summary>
public sealed record LlmTls
{
    /// <summary>PEM certificates of the authorities to trust instead of the system's.</summary>
    public CaBundleReference? CaBundleRef { get; init; }

    /// <summary>A Secret of type kubernetes.io/tls (<c>tls.crt</c>, <c>tls.key</c>) with the client certificate to show.</summary>
    public SecretReference? ClientCertificateRef { get; init; }

    /// <summary>The name to expect in the server's certificate, where it differs from the endpoint's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>True: the server's certificate is not checked. Default: false.</summary>
    public bool? InsecureSkipVerify { get; init; }
}
