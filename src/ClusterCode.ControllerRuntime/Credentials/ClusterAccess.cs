using System.Net;
using k8s;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>Where the API server is, how it is known for what it is, and how it knows who asks.</summary>
/// <param name="Server">Its address, perhaps with a path.</param>
/// <param name="Credentials">Who asks.</param>
internal sealed record ClusterAccess(Uri Server, ICredentialSource Credentials)
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The authorities that alone may vouch for the server; null for those of the machine.</summary>
    public PemSource? Authorities { get; init; }

    /// <summary>Trusts whoever answers.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name to expect in the server's certificate, when it is not the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy; null for the one that the environment names, if any.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The namespace that the process runs in, or the kubeconfig's context names; null when unknown.</summary>
    public string? Namespace { get; init; }

    /// <summary>Speaks HTTP/1.1.</summary>
    public bool DisableHttp2 { get; init; }

    /// <summary>The last word on the handler that makes the connections; null for none.</summary>
    public Action<SocketsHttpHandler>? Customize { get; init; }

    /// <summary>
    /// What a kubeconfig says; without one, what the surroundings say, looked for where controller-runtime looks: the kubeconfigs in <c>KUBECONFIG</c>, the cluster
    /// that the process runs in, the kubeconfig in the home directory.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none of these, or it cannot be used.</exception>
    public static ClusterAccess Find(string? kubeconfig, string? context, TimeProvider timeProvider, ILogger logger)
    {
        if (kubeconfig is not null)
            return KubeconfigLoader.Load([kubeconfig], context, timeProvider, logger);
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } paths)
            return KubeconfigLoader.Load(paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), context, timeProvider, logger);
        if (context is null && InCluster(ServiceAccountFolder, Environment.GetEnvironmentVariable, timeProvider, logger) is { } inCluster)
            return inCluster;
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return File.Exists(home)
            ? KubeconfigLoader.Load([home], context, timeProvider, logger)
            : throw new InvalidOperationException($"No cluster to talk to: KUBECONFIG is not set, this is no pod with a ServiceAccount token, and there is no {home}.");
    }

    /// <summary>The cluster that the process runs in; null when it runs in none.</summary>
    /// <param name="folder">Where the ServiceAccount's files are mounted.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="timeProvider">Tells how old what was read is.</param>
    /// <param name="logger">Hears of files that cannot be read.</param>
    public static ClusterAccess? InCluster(string folder, Func<string, string?> variable, TimeProvider timeProvider, ILogger logger)
    {
        var (token, authorities, ns) = (Path.Combine(folder, "token"), Path.Combine(folder, "ca.crt"), Path.Combine(folder, "namespace"));
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host
            || !int.TryParse(variable("KUBERNETES_SERVICE_PORT"), out var port)
            || !File.Exists(token))
            return null;
        return new ClusterAccess(new UriBuilder("https", host, port).Uri, new FileCredentials(null, token, null, null, timeProvider, logger))
        {
            Authorities = PemSource.File(authorities),
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : null,
        };
    }

    /// <summary>What a configuration of the Kubernetes client says. Files that it has read already are not read again, for it does not tell which they were.</summary>
    public static ClusterAccess From(KubernetesClientConfiguration configuration, TimeProvider timeProvider, ILogger logger)
    {
        var authorities = configuration.SslCaCerts is { Count: > 0 } certificates ? PemSource.Text(certificates.ExportCertificatePems()) : null;
        return new ClusterAccess(new Uri(configuration.Host), CredentialsOf(configuration, timeProvider, logger))
        {
            Authorities = authorities,
            SkipTlsVerify = configuration.SkipTlsVerify,
            TlsServerName = configuration.TlsServerName,
            Namespace = configuration.Namespace,
            DisableHttp2 = configuration.DisableHttp2,
            Customize = configuration.FirstMessageHandlerSetup,
        };
    }

    private static ICredentialSource CredentialsOf(KubernetesClientConfiguration configuration, TimeProvider timeProvider, ILogger logger)
    {
        var certificate = Pem(configuration.ClientCertificateFilePath, configuration.ClientCertificateData);
        var key = Pem(configuration.ClientKeyFilePath, configuration.ClientCertificateKeyData);
        if (configuration.TokenProvider is { } provider)
            return new ClientTokenCredentials(provider, certificate is null || key is null ? null : ClientCertificate.FromPem(certificate.Read(), key.Read()));
        var header = !string.IsNullOrEmpty(configuration.AccessToken) ? Credential.Bearer(configuration.AccessToken)
            : !string.IsNullOrEmpty(configuration.Username) ? Credential.Basic(configuration.Username, configuration.Password)
            : null;
        return new FileCredentials(header, null, certificate, key, timeProvider, logger);
    }

    private static PemSource? Pem(string? path, string? data) =>
        !string.IsNullOrWhiteSpace(path) ? PemSource.File(path) : !string.IsNullOrWhiteSpace(data) ? PemSource.Base64(data) : null;
}
