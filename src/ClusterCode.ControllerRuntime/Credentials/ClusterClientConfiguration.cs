using k8s;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>The Kubernetes client's configuration, with all that it cannot express beside it. The credentials are only there.</summary>
internal sealed class ClusterClientConfiguration : KubernetesClientConfiguration
{
    public ClusterClientConfiguration(ClusterAccess access)
    {
        Access = access;
        Host = access.Server.AbsoluteUri;
        Namespace = access.Namespace;
        TlsServerName = access.TlsServerName;
        SkipTlsVerify = access.SkipTlsVerify;
        DisableHttp2 = access.DisableHttp2;
        // The client insists on a bundle; who is trusted decides ClusterHttpHandler.
        SslCaCerts = [];
    }

    public ClusterAccess Access { get; }

    /// <summary>How to reach the cluster of any configuration.</summary>
    public static ClusterAccess AccessOf(KubernetesClientConfiguration configuration, TimeProvider timeProvider, Microsoft.Extensions.Logging.ILogger logger) =>
        configuration is ClusterClientConfiguration own ? own.Access : ClusterAccess.From(configuration, timeProvider, logger);
}
