using ClusterCode.ControllerRuntime.Api;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recorded.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>What is diagnosed: a cluster, or a snapshot of one.</summary>
internal sealed class DiagnosedCluster : IDisposable
{
    private const string DefaultNamespace = "default";

    /// <summary>How the API server's logs name the program.</summary>
    private const string UserAgent = "cluster-code";

    private readonly IDisposable? _connection;

    private DiagnosedCluster(IClusterView view, TimeProvider clock, string ns, IDisposable? connection)
    {
        View = view;
        Clock = clock;
        Namespace = ns;
        _connection = connection;
    }

    /// <summary>Reads it.</summary>
    public IClusterView View { get; }

    /// <summary>Its "now": that of the snapshot.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The namespace that is meant.</summary>
    public string Namespace { get; }

    /// <summary>All namespaces; null where <see cref="Namespace"/> alone is meant.</summary>
    public NamespaceScope? Scope { get; private init; }

    /// <summary>Opens what the options name.</summary>
    /// <exception cref="InvalidOperationException">There is no way to the cluster.</exception>
    /// <exception cref="SnapshotException">The snapshot cannot be read, or does not tell which namespace is meant.</exception>
    public static DiagnosedCluster Open(DiagnoseOptions options)
    {
        if (options.Snapshot is { } path)
        {
            var snapshot = SnapshotReader.Open(path);

            // What a snapshot holds is all that there is, be its Namespace objects recorded or not.
            return options.AllNamespaces
                ? new DiagnosedCluster(snapshot, snapshot.Clock, DefaultNamespace, null) { Scope = new NamespaceScope { Names = snapshot.Recording.Namespaces } }
                : new DiagnosedCluster(snapshot, snapshot.Clock, options.Namespace ?? OnlyNamespace(snapshot, path), null);
        }

        var connection = ClusterConnection.Open(options.Kubeconfig, options.Context, UserAgent, TimeProvider.System, NullLoggerFactory.Instance);
        var ns = options.Namespace ?? (string.IsNullOrEmpty(connection.Namespace) ? DefaultNamespace : connection.Namespace);
        return new DiagnosedCluster(new LiveClusterView(connection.Http, TimeProvider.System), TimeProvider.System, ns, connection) { Scope = options.AllNamespaces ? NamespaceScope.All : null };
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private static string OnlyNamespace(RecordedClusterView snapshot, string path) => snapshot.Recording.Namespaces switch
    {
        [var only] => only,
        [] => DefaultNamespace,
        var several => throw new SnapshotException($"{path} holds several namespaces. Say which one with --namespace, or --all-namespaces: {string.Join(", ", several.Take(20))}"),
    };
}
