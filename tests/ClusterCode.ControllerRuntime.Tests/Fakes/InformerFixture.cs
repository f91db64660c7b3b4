using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>An informer of ConfigMaps that runs against a fake server, on a fake clock.</summary>
internal sealed class InformerFixture : IAsyncDisposable
{
    public const string Collection = "api/v1/configmaps";

    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    private InformerFixture(FakeApiServer server, Action<InformerOptions<V1ConfigMap>>? configure)
    {
        Server = server;
        var metrics = TestMetrics.Create();
        Connection = Connect(server, Clock);
        var options = new InformerOptions<V1ConfigMap>();
        configure?.Invoke(options);
        Informer = new Informer<V1ConfigMap>(
            Definition,
            options,
            new ReflectorDependencies(Connection, new CollectionReader(Connection), metrics, Clock, new Random(1), Log));
        Informer.AddHandler(Handler);
    }

    public static ResourceDefinition<V1ConfigMap> Definition { get; } = ResourceDefinition.For<V1ConfigMap>();

    public FakeApiServer Server { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FakeLogger Log { get; } = new();

    public ApiConnection Connection { get; }

    public Informer<V1ConfigMap> Informer { get; }

    public RecordingHandler Handler { get; } = new();

    /// <summary>Whether both ends know of a watch.</summary>
    public bool IsWatching => Server.OpenWatches > 0 && Log.Collector.GetSnapshot().Any(record => record.Message.StartsWith("Watching", StringComparison.Ordinal));

    /// <summary>How often everything was replaced.</summary>
    public int ListedCount => Log.Collector.GetSnapshot().Count(record => record.Message.StartsWith("Listed", StringComparison.Ordinal));

    public static ApiConnection Connect(FakeApiServer server, TimeProvider clock)
    {
        var connection = ClusterConnection.Open(server.Configuration, "test-operator/1.0", clock, NullLoggerFactory.Instance);
        return new ApiConnection(new ClusterTransport(connection, TestMetrics.Create()), clock);
    }

    public static async Task<InformerFixture> StartAsync(Action<FakeApiServer>? prepare = null, Action<InformerOptions<V1ConfigMap>>? configure = null)
    {
        var server = await FakeApiServer.StartAsync();
        prepare?.Invoke(server);
        var fixture = new InformerFixture(server, configure);
        fixture._run = Task.Run(() => fixture.Informer.RunAsync(fixture._stop.Token));
        return fixture;
    }

    public async Task<InformerFixture> SyncedAsync()
    {
        // The server knows of a watch before the client does; a test that cuts the line means a watch that both know of.
        await Clock.AdvanceUntilAsync(() => Informer.HasSynced && IsWatching, "the informer lists and watches");
        return this;
    }

    public Task HandledAsync(params string[] calls) =>
        Eventually.TrueAsync(() => Handler.Calls.SequenceEqual(calls), $"the handler was told [{string.Join(' ', calls)}]; it was told [{string.Join(' ', Handler.Calls)}]");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await Server.DisposeAsync();
        _stop.Dispose();
    }
}
