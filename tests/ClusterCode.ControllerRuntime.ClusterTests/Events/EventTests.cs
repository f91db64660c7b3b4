using System.Text;
using ClusterCode.ControllerRuntime.ClusterTests.Support;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.TestCluster;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.ClusterTests.Events;

/// <summary>What the recorder writes, judged by the API server's own validation.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class EventTests(ControlPlaneFixture fixture) : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));

    // A whole second, which the server refuses without its six zeros.
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    private readonly string _namespace = $"events-{Guid.NewGuid():N}";
    private IHost _host = null!;

    private IEventRecorder Recorder => _host.Services.GetRequiredService<IEventRecorder>();

    public async Task InitializeAsync()
    {
        await fixture.Plane.Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });
        _host = await StartAsync();
    }

    [Fact]
    public async Task An_event_is_created_becomes_a_series_and_is_shown_by_kubectl()
    {
        Record("Unready", "still not ready");
        await UntilAsync(events => events is [{ Series: null }]);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Record("Unready", "still not ready");
        await UntilAsync(events => events is [{ Series.Count: 2 }]);
        for (var i = 0; i < 10; i++)
            Record("Unready", "still not ready");
        _clock.Advance(EventRecorder.FinishAfter);
        await AdvanceUntilAsync(events => events is [{ Series.Count: 12 }]);

        var listed = await new Kubectl(fixture.Plane.Kubeconfig).RunAsync(["get", "events", "-n", _namespace]);
        Assert.Contains("still not ready", listed, StringComparison.Ordinal);
        Assert.Contains("pod/checkout", listed, StringComparison.Ordinal);
        AssertNoProblem();
    }

    [Fact]
    public async Task An_event_that_expired_is_written_anew()
    {
        Record("Unready", "still not ready");
        await UntilAsync(events => events.Count == 1);
        await fixture.Plane.Client.EventsV1.DeleteCollectionNamespacedEventAsync(_namespace);
        Record("Unready", "still not ready");
        await UntilAsync(events => events is [{ Series.Count: 2 }]);
        AssertNoProblem();
    }

    [Fact]
    public async Task A_key_is_one_event_also_across_restarts()
    {
        for (var i = 0; i < 3; i++)
        {
            Recorder.Record(Pod("checkout"), EventType.Warning, "Found", "Diagnose", $"note {i}", "fingerprint-1");
            await UntilAsync(events => events.Count == 1);
            await _host.StopAsync();
            AssertNoProblem();
            _host.Dispose();
            _host = await StartAsync();
        }

        await UntilAsync(events => events is [{ Note: "note 0", Series: null }]);
    }

    [Fact]
    public async Task The_longest_names_words_and_notes_are_taken()
    {
        var (letter, face) = (new string('é', 512), string.Concat(Enumerable.Repeat("😀", 400)));
        Recorder.Record(Pod(new string('a', 253)), EventType.Normal, new string('r', 128), new string('a', 128), letter);
        Recorder.Record(Pod("faces"), EventType.Normal, "Seen", "Look", face);
        Recorder.Record(Pod("Not A.-Name..At:All"), EventType.Normal, "Seen", "Look", "");
        var events = await UntilAsync(events => events.Count == 3);
        Assert.Equal(1024, Encoding.UTF8.GetByteCount(events.Single(item => item.Reason.Length == 128).Note));
        Assert.EndsWith("😀…", events.Single(item => item.Regarding.Name == "faces").Note, StringComparison.Ordinal);
        AssertNoProblem();
    }

    [Fact]
    public async Task An_event_of_a_cluster_scoped_object_is_in_the_default_namespace()
    {
        var name = $"role-{Guid.NewGuid():N}";
        Recorder.Record(new EventRegarding("rbac.authorization.k8s.io/v1", "ClusterRole", null, name, "uid-1"), EventType.Normal, "Seen", "Look", "a role");
        while ((await fixture.Plane.Client.EventsV1.ListNamespacedEventAsync("default")).Items.All(item => item.Regarding.Name != name))
            await Task.Delay(50, _deadline.Token);
        Assert.Contains("a role", await new Kubectl(fixture.Plane.Kubeconfig).RunAsync(["get", "events", "-n", "default", "--field-selector", $"involvedObject.name={name}"]), StringComparison.Ordinal);
        AssertNoProblem();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
    }

    public void Dispose()
    {
        _host.Dispose();
        _deadline.Dispose();
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddFakeLogging();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(fixture.Plane.Kubeconfig)));
        builder.Services.AddKubernetesOperator(settings => (settings.Name, settings.Instance) = ("example.com/test-operator", "test-1"));
        var host = builder.Build();
        await host.StartAsync(_deadline.Token);
        return host;
    }

    private void Record(string reason, string note) => Recorder.Record(Pod("checkout"), EventType.Warning, reason, "Watch", note);

    private EventRegarding Pod(string name) => new("v1", "Pod", _namespace, name, "uid-1");

    private void AssertNoProblem() =>
        Assert.DoesNotContain(_host.Services.GetRequiredService<FakeLogCollector>().GetSnapshot(), record => record.Level >= LogLevel.Warning);

    private Task<IList<Eventsv1Event>> AdvanceUntilAsync(Func<IList<Eventsv1Event>, bool> condition) => UntilAsync(events =>
    {
        if (condition(events))
            return true;
        _clock.Advance(EventRecorder.SweepInterval);
        return false;
    });

    private async Task<IList<Eventsv1Event>> UntilAsync(Func<IList<Eventsv1Event>, bool> condition)
    {
        while (true)
        {
            var events = (await fixture.Plane.Client.EventsV1.ListNamespacedEventAsync(_namespace, cancellationToken: _deadline.Token)).Items;
            if (condition(events))
                return events;
            await Task.Delay(50, _deadline.Token);
        }
    }
}
