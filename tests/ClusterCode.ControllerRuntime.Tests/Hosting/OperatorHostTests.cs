using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.LeaderElection;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;

namespace ClusterCode.ControllerRuntime.Tests.Hosting;

public sealed class OperatorHostTests
{
    [Fact]
    public async Task Controllers_start_only_when_every_cache_is_full()
    {
        await using var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>().AddInformer(ResourceDefinition.For<V1Secret>()),
            server =>
            {
                OperatorFixture.PutWidget(server, "a", 1);
                server.FailWith(request => request.Path == "api/v1/secrets", 403, "Forbidden", times: 3);
            },
            // The fake clock runs far ahead of the real network.
            settings => settings.CacheSyncTimeout = TimeSpan.FromDays(1));
        var health = fixture.Services.GetRequiredService<IOperatorHealth>();
        await Eventually.TrueAsync(() => fixture.Server.Requests.Count >= 3, "widgets are listed and secrets refused");
        Assert.False(health.CachesSynced);
        Assert.Empty(fixture.Controller.Calls);

        await fixture.Clock.AdvanceUntilAsync(() => health.CachesSynced, "the caches fill");
        await fixture.CalledAsync("a=1");
    }

    [Fact]
    public async Task When_the_caches_do_not_fill_in_time_the_operator_ends_and_says_what_is_missing_and_why()
    {
        await using var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>(),
            server => server.FailWith(request => request.IsList, 403, "Forbidden", "widgets is forbidden", times: 10_000));
        var stopping = fixture.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await fixture.Clock.AdvanceUntilAsync(() => stopping.IsCancellationRequested, "the host stops");
        var problem = Assert.Single(fixture.Log.GetSnapshot(), record => record.Level == LogLevel.Critical && record.Exception is TimeoutException).Exception!.Message;
        Assert.Contains("widgets.example.com (GET /apis/example.com/v1/widgets: 403 Forbidden: widgets is forbidden)", problem, StringComparison.Ordinal);
        Assert.Contains("ClusterRole", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Controllers_wait_for_leadership_while_caches_fill()
    {
        var gate = new FakeLeadershipGate();
        await using var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>().Services.AddSingleton<ILeadershipGate>(gate),
            server => OperatorFixture.PutWidget(server, "a", 1));
        await gate.Asked.Task;
        Assert.True(fixture.Services.GetRequiredService<IOperatorHealth>().CachesSynced);
        Assert.Empty(fixture.Controller.Calls);
        gate.Leads.SetResult();
        await fixture.CalledAsync("a=1");
    }

    [Fact]
    public async Task One_that_waits_for_its_turn_keeps_its_caches_full_and_its_queues_empty()
    {
        var gate = new FakeLeadershipGate { IsLeader = false };
        await using var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>().Services.AddSingleton<ILeadershipGate>(gate),
            server => OperatorFixture.PutWidget(server, "a", 1));
        await gate.Asked.Task;
        var store = fixture.Services.GetRequiredService<ClusterCode.ControllerRuntime.Caching.IStore<Widget>>();
        for (var i = 0; i < 50; i++)
        {
            fixture.PutWidget($"passing-{i}", 1);
            fixture.Server.Delete(Widget.Collection, "n", $"passing-{i}");
        }

        fixture.PutWidget("b", 2);
        await Eventually.TrueAsync(() => store.Count == 2 && store.List().Any(widget => widget.Metadata.Name == "b"), "a and b are in the cache");
        Assert.Equal(0, fixture.Services.GetRequiredKeyedService<ClusterCode.ControllerRuntime.Queues.WorkQueue<ObjectKey>>("widget").Count);
        Assert.Equal((true, false, null), Health(fixture));

        gate.IsLeader = true;
        gate.Leads.SetResult();
        await Eventually.TrueAsync(() => fixture.Controller.Calls.Length == 2, "what is there is worked on");
        Assert.Equal(["a=1", "b=2"], fixture.Controller.Calls.Order());
    }

    [Fact]
    public async Task When_the_leadership_is_lost_what_is_under_way_is_cancelled_at_once_nothing_is_written_and_the_process_ends()
    {
        var gate = new FakeLeadershipGate();
        gate.Leads.SetResult();
        var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>().Services.AddSingleton<ILeadershipGate>(gate),
            server => OperatorFixture.PutWidget(server, "a", 1));
        var (entered, cancelled, refused) = (new TaskCompletionSource(), false, (Exception?)null);
        var client = fixture.Services.GetRequiredService<IApiClient>();
        fixture.Controller.OnReconcile = async (widget, token) =>
        {
            entered.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }

            // One that does not listen, and goes on to write.
            refused = await Record.ExceptionAsync(() => client.DeleteAsync(ResourceDefinition.For<Widget>(), new ObjectKey("n", "a"), null, CancellationToken.None));
            return ReconciliationResult<Widget>.Success(widget);
        };
        fixture.PutWidget("a", 2);
        await entered.Task;
        fixture.Services.GetRequiredService<IEventRecorder>().Record(new EventRegarding("v1", "Widget", "n", "a", null), EventType.Normal, "Late", "Tell", "too late");
        await Eventually.TrueAsync(() => fixture.Server.Requests.Any(request => request.Method == "POST"), "an event is written while the leadership lasts");
        gate.Lose();
        fixture.Services.GetRequiredService<IEventRecorder>().Record(new EventRegarding("v1", "Widget", "n", "a", null), EventType.Normal, "TooLate", "Tell", "too late");
        var stopping = fixture.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await Eventually.TrueAsync(() => stopping.IsCancellationRequested, "the host is told to stop");
        await Eventually.TrueAsync(() => refused is not null, "the write is refused");

        Assert.True(cancelled);
        Assert.IsType<NotLeadingException>(refused);
        Assert.Contains("the test took it", Health(fixture).Failure, StringComparison.Ordinal);
        await fixture.DisposeAsync();
        Assert.Single(fixture.Server.Requests, request => request.Method != "GET");
    }

    [Fact]
    public async Task On_stop_the_last_events_are_written_before_the_lease_is_released()
    {
        var gate = new FakeLeadershipGate();
        gate.Leads.SetResult();
        var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>().Services.AddSingleton<ILeadershipGate>(gate),
            server => OperatorFixture.PutWidget(server, "a", 1));
        gate.OnRelease = () => gate.Calls.Enqueue($"{fixture.Server.Requests.Count(request => request.Method == "POST")} events, {fixture.Server.OpenWatches} watches");
        var recorder = fixture.Services.GetRequiredService<IEventRecorder>();
        var entered = new TaskCompletionSource();
        fixture.Controller.OnReconcile = async (widget, _) =>
        {
            entered.TrySetResult();
            await Eventually.TrueAsync(() => gate.Stopping, "the stop begins");
            recorder.Record(new EventRegarding("v1", "Widget", "n", "a", null), EventType.Normal, "Last", "Tell", "the last");
            return ReconciliationResult<Widget>.Success(widget);
        };
        fixture.PutWidget("a", 2);
        await entered.Task;
        var stop = fixture.Host.StopAsync();
        gate.Stopping = true;
        await stop;

        Assert.Equal(["released", "1 events, 1 watches"], gate.Calls);
        Assert.Null(Health(fixture).Failure);
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_leadership_that_is_overdue_calls_for_a_restart()
    {
        var gate = new FakeLeadershipGate();
        await using var fixture = await OperatorFixture.StartAsync(builder => builder.AddController<WidgetController, Widget>().Services.AddSingleton<ILeadershipGate>(gate));
        Assert.Null(Health(fixture).Failure);
        gate.IsOverdue = true;
        Assert.Contains("not renewed", Health(fixture).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_informer_or_a_controller_that_ends_on_its_own_ends_the_process(bool isInformer)
    {
        await using var fixture = await OperatorFixture.StartAsync(builder =>
        {
            builder.AddController<WidgetController, Widget>();
            if (isInformer)
                builder.Services.AddSingleton<ClusterCode.ControllerRuntime.Caching.IInformerRunner>(new BrokenRunner());
            else
                builder.Services.AddSingleton<IControllerRunner>(new BrokenRunner());
        });
        var stopping = fixture.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await Eventually.TrueAsync(() => stopping.IsCancellationRequested, "the host is told to stop");

        Assert.Contains("broken ended, although nobody stopped it: out of order", Health(fixture).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_with_an_election_takes_the_lease_and_gives_it_back()
    {
        static void Elect(OperatorSettings settings)
        {
            settings.LeaderElection.Enabled = true;
            settings.LeaderElection.LeaseNamespace = "system";
        }

        const string leases = "apis/coordination.k8s.io/v1/leases";
        var fixture = await OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>(),
            server => server.Put(leases, "system", "test-operator", lease =>
            {
                (lease["apiVersion"], lease["kind"]) = ("coordination.k8s.io/v1", "Lease");
                lease["spec"] = JsonNode.Parse("""{"holderIdentity":"","leaseDurationSeconds":1}""");
            }),
            Elect);
        var health = fixture.Services.GetRequiredService<IOperatorHealth>();
        await fixture.Clock.AdvanceUntilAsync(() => health.IsLeader, "the operator leads", TimeSpan.FromMilliseconds(10));
        Assert.StartsWith("test-1_", fixture.Server.Find(leases, "system", "test-operator")!["spec"]!["holderIdentity"]!.GetValue<string>(), StringComparison.Ordinal);

        // With the clock at rest: the release goes over a real network, and must not be timed by a clock that runs ahead of it.
        await fixture.Host.StopAsync();
        Assert.False(health.IsLeader);
        var spec = fixture.Server.Find(leases, "system", "test-operator")!["spec"]!;
        Assert.Equal(("", 1), (spec["holderIdentity"]!.GetValue<string>(), spec["leaseDurationSeconds"]!.GetValue<int>()));
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task On_stop_what_is_under_way_may_end_and_what_waits_is_left()
    {
        var fixture = await OperatorFixture.StartAsync(builder => builder.AddController<WidgetController, Widget>());
        var (entered, gate, ended) = (new TaskCompletionSource(), new TaskCompletionSource(), false);
        fixture.Controller.OnReconcile = async (widget, _) =>
        {
            entered.TrySetResult();
            await gate.Task;
            ended = true;
            return ReconciliationResult<Widget>.Success(widget);
        };
        fixture.PutWidget("a", 1);
        await entered.Task;
        fixture.PutWidget("b", 1);
        await Eventually.TrueAsync(() => fixture.Services.GetRequiredService<ClusterCode.ControllerRuntime.Caching.IStore<Widget>>().Count == 2, "b is in the cache");
        var stop = fixture.Host.StopAsync();
        Assert.False(stop.IsCompleted);
        gate.SetResult();
        await stop;
        Assert.True(ended);
        Assert.Equal(["a=1"], fixture.Controller.Calls);
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task What_does_not_end_within_the_drain_timeout_is_cancelled()
    {
        var fixture = await OperatorFixture.StartAsync(builder => builder.AddController<WidgetController, Widget>());
        var entered = new TaskCompletionSource();
        fixture.Controller.OnReconcile = async (widget, token) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return ReconciliationResult<Widget>.Success(widget);
        };
        fixture.PutWidget("a", 1);
        await entered.Task;
        var start = fixture.Clock.GetUtcNow();
        var stop = fixture.Host.StopAsync();
        await fixture.Clock.AdvanceUntilAsync(() => stop.IsCompleted, "the operator stops");
        Assert.True(fixture.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(30));
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Message.Contains("were cancelled", StringComparison.Ordinal));
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_controller_of_keys_works_on_what_its_watches_and_its_queue_name()
    {
        await using var fixture = await OperatorFixture.StartAsync(builder => builder
            .AddInformer(ResourceDefinition.For<V1ConfigMap>())
            .AddKeyController<KeyCounter, string>("teams", options => options.Watches<V1ConfigMap>(map => [map.Metadata.NamespaceProperty])));
        var reconciler = fixture.Services.GetRequiredService<KeyCounter>();
        fixture.Server.Put("api/v1/configmaps", "blue", "x");
        await Eventually.TrueAsync(() => reconciler.Keys.SequenceEqual(["blue"]), "the watch names blue");

        var queue = fixture.Services.GetRequiredService<IControllerQueue<string>>();
        Assert.Same(queue, fixture.Services.GetRequiredKeyedService<IControllerQueue<string>>("teams"));
        queue.Add("red");
        queue.AddAfter("later", TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => reconciler.Keys.Length == 2, "the queue names red");
        Assert.Equal("red", reconciler.Keys[1]);
        await fixture.Clock.AdvanceUntilAsync(() => reconciler.Keys.Length == 3, "later comes");
        Assert.Equal("later", reconciler.Keys[2]);
        await fixture.Clock.AdvanceUntilAsync(() => reconciler.Keys.Contains("red again", StringComparer.Ordinal) || reconciler.Keys.Count(key => key == "red") == 2, "red asked to come again");
    }

    [Fact]
    public async Task Metrics_bear_the_names_that_dashboards_know()
    {
        await using var fixture = await OperatorFixture.CreateAsync(
            builder => builder.AddController<WidgetController, Widget>(),
            server => OperatorFixture.PutWidget(server, "a", 1));
        var meters = fixture.Services.GetRequiredService<IMeterFactory>();
        using var requests = new MetricCollector<long>(meters, RuntimeMetrics.MeterName, "rest_client_requests_total");
        using var requestTime = new MetricCollector<double>(meters, RuntimeMetrics.MeterName, "rest_client_request_duration_seconds");
        using var reconciles = new MetricCollector<long>(meters, RuntimeMetrics.MeterName, "controller_runtime_reconcile_total");
        using var depth = new MetricCollector<long>(meters, RuntimeMetrics.MeterName, "workqueue_depth");
        using var adds = new MetricCollector<long>(meters, RuntimeMetrics.MeterName, "workqueue_adds_total");
        using var time = new MetricCollector<double>(meters, RuntimeMetrics.MeterName, "controller_runtime_reconcile_time_seconds");
        await fixture.Host.StartAsync();
        await fixture.CalledAsync("a=1");
        await Eventually.TrueAsync(() => reconciles.LastMeasurement is not null && time.LastMeasurement is not null, "the reconciliation is counted");

        Assert.Equal(("widget", "success"), (reconciles.LastMeasurement!.Tags["controller"], reconciles.LastMeasurement.Tags["result"]));
        Assert.Equal(("200", "GET", fixture.Server.Address.Authority), (requests.LastMeasurement!.Tags["code"], requests.LastMeasurement.Tags["method"], requests.LastMeasurement.Tags["host"]));
        Assert.Equal(("GET", fixture.Server.Address.Authority), (requestTime.LastMeasurement!.Tags["verb"], requestTime.LastMeasurement.Tags["host"]));
        Assert.Equal("widget", adds.LastMeasurement!.Tags["name"]);
        depth.RecordObservableInstruments();
        Assert.Equal(0, depth.LastMeasurement!.Value);
    }

    [Fact]
    public async Task Mistakes_in_putting_it_together_are_named()
    {
        await using var fixture = await OperatorFixture.CreateAsync(builder =>
        {
            builder.AddController<WidgetController, Widget>();
            Assert.Contains("Two controllers are named widget", Assert.Throws<ArgumentException>(() => builder.AddController<WidgetController, Widget>()).Message, StringComparison.Ordinal);
            Assert.Contains("qualified", Assert.Throws<ArgumentException>(() => builder.AddFinalizer<WidgetFinalizer, Widget>("cleanup")).Message, StringComparison.Ordinal);
            Assert.Contains("twice", Assert.Throws<InvalidOperationException>(() => builder.Services.AddKubernetesOperator()).Message, StringComparison.Ordinal);
            builder.AddKeyController<KeyCounter, string>("one").AddKeyController<KeyCounter, string>("two");
        });
        Assert.Contains("FromKeyedServices", Assert.Throws<InvalidOperationException>(() => fixture.Services.GetRequiredService<IControllerQueue<string>>()).Message, StringComparison.Ordinal);
    }

    private static (bool CachesSynced, bool IsLeader, string? Failure) Health(OperatorFixture fixture)
    {
        var health = fixture.Services.GetRequiredService<IOperatorHealth>();
        return (health.CachesSynced, health.IsLeader, health.Failure);
    }
}
