using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A whole operator, against a fake server and on a fake clock.</summary>
internal sealed class OperatorFixture : IAsyncDisposable
{
    private OperatorFixture(FakeApiServer server, FakeTimeProvider clock, IHost host)
    {
        Server = server;
        Clock = clock;
        Host = host;
    }

    public FakeApiServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public IHost Host { get; }

    public IServiceProvider Services => Host.Services;

    public WidgetController Controller => Services.GetRequiredService<WidgetController>();

    public WidgetFinalizer Finalizer => Services.GetRequiredService<WidgetFinalizer>();

    public FakeLogCollector Log => Services.GetRequiredService<FakeLogCollector>();

    public static async Task<OperatorFixture> CreateAsync(Action<IOperatorBuilder> build, Action<FakeApiServer>? prepare = null, Action<OperatorSettings>? configure = null)
    {
        var server = await FakeApiServer.StartAsync();
        prepare?.Invoke(server);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        return new OperatorFixture(server, clock, Create(server, clock, build, configure));
    }

    /// <summary>A process by itself, as one that comes after another.</summary>
    public static IHost Create(FakeApiServer server, FakeTimeProvider clock, Action<IOperatorBuilder> build, Action<OperatorSettings>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddFakeLogging();
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new Random(1));
        builder.Services.AddSingleton(server.Configuration);
        build(builder.Services.AddKubernetesOperator(settings =>
        {
            settings.Name = "test-operator";
            settings.Instance = "test-1";
            configure?.Invoke(settings);
        }));
        return builder.Build();
    }

    public static async Task<OperatorFixture> StartAsync(Action<IOperatorBuilder> build, Action<FakeApiServer>? prepare = null, Action<OperatorSettings>? configure = null)
    {
        var fixture = await CreateAsync(build, prepare, configure);
        await fixture.Host.StartAsync();
        return fixture;
    }

    public JsonObject PutWidget(string name, int size, Action<JsonObject>? change = null) => PutWidget(Server, name, size, change);

    public static JsonObject PutWidget(FakeApiServer server, string name, int size, Action<JsonObject>? change = null) =>
        server.Put(Widget.Collection, "n", name, widget =>
        {
            widget["spec"] = new JsonObject { ["size"] = size };
            widget["metadata"]!["generation"] = size;
            change?.Invoke(widget);
        });

    public Task CalledAsync(params string[] calls) =>
        Eventually.TrueAsync(() => Controller.Calls.SequenceEqual(calls), $"the controller is called [{string.Join(' ', calls)}]");

    public async ValueTask DisposeAsync()
    {
        var stopping = Host.StopAsync();
        await Clock.AdvanceUntilAsync(() => stopping.IsCompleted, "the host stops");
        await stopping;
        Host.Dispose();
        await Server.DisposeAsync();
    }
}
