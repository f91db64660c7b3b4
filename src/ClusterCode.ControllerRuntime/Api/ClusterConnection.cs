using ClusterCode.ControllerRuntime.Credentials;
using k8s;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>
/// A cluster's API server, with the credentials and the trust of the moment: token and certificate files may be replaced, plugins be asked again and the authority
/// change while it is used. It stands in for the client's <see cref="Kubernetes"/>, which reads these once and, merely to be made, keeps 12 MiB of tables of models.
/// </summary>
public sealed class ClusterConnection : IDisposable
{
    internal ClusterConnection(ClusterAccess access, string userAgent, ILogger<ClusterHttpHandler> logger)
    {
        // A context path (https://host/k8s/clusters/c-1) must survive joining, hence the slash.
        Http = new HttpClient(new ClusterHttpHandler(access, userAgent, logger))
        {
            BaseAddress = new Uri(access.Server.AbsoluteUri.TrimEnd('/') + "/"),
            // Watches run for minutes; whoever sends a request bounds it.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = access.DisableHttp2 ? System.Net.HttpVersion.Version11 : System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        Namespace = access.Namespace;
    }

    /// <summary>Sends requests, whose addresses are relative to the server's: <c>api/v1/pods</c>. It bounds no request in time.</summary>
    public HttpClient Http { get; }

    /// <summary>The namespace that the process runs in, or the kubeconfig's context names; null when unknown.</summary>
    public string? Namespace { get; }

    /// <summary>Connects to what a kubeconfig says, or the surroundings: <c>KUBECONFIG</c>, else the cluster that the process runs in, else <c>~/.kube/config</c>.</summary>
    /// <param name="kubeconfig">The file; null for the surroundings.</param>
    /// <param name="context">The kubeconfig's context; null for its current one.</param>
    /// <param name="userAgent">How the API server's logs name the program.</param>
    /// <param name="timeProvider">Tells how old credentials are.</param>
    /// <param name="loggers">Hears of renewed credentials and of the server's warnings.</param>
    /// <exception cref="InvalidOperationException">There is no such configuration, or it cannot be used; the message says what and where.</exception>
    public static ClusterConnection Open(string? kubeconfig, string? context, string userAgent, TimeProvider timeProvider, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<ClusterHttpHandler>();
        return new ClusterConnection(ClusterAccess.Find(kubeconfig, context, timeProvider, logger), userAgent, logger);
    }

    /// <summary>Connects to what the client's own configuration says. Files that it has read already are not read again, for it does not tell which they were.</summary>
    public static ClusterConnection Open(KubernetesClientConfiguration configuration, string userAgent, TimeProvider timeProvider, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<ClusterHttpHandler>();
        return new ClusterConnection(ClusterAccess.From(configuration, timeProvider, logger), userAgent, logger);
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();
}
