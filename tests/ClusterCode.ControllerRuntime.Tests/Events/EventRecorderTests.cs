using System.Text;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Tests.Events;

public sealed class EventRecorderTests
{
    private const string Collection = "apis/events.k8s.io/v1/events";
    private static readonly EventRegarding Deployment = new("apps/v1", "Deployment", "shop", "checkout", "uid-9");

    [Fact]
    public async Task An_event_is_written_as_the_server_wants_it()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        Recorder(fixture).Record(Deployment, EventType.Warning, "DiagnosisFound", "Diagnose", "no key DB_URL");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the event is written");

        var body = JsonNode.Parse(fixture.Server.Requests.Single(request => request.Method == "POST").Body)!;
        Assert.Equal("2026-11-22T12:00:00.000000Z", body["eventTime"]!.GetValue<string>());
        Assert.Equal(("test-operator", "test-1", "Warning", "DiagnosisFound", "Diagnose", "no key DB_URL"), (Text("reportingController"), Text("reportingInstance"), Text("type"), Text("reason"), Text("action"), Text("note")));
        Assert.Equal("""{"apiVersion":"apps/v1","kind":"Deployment","name":"checkout","namespace":"shop","uid":"uid-9"}""", new JsonObject(body["regarding"]!.AsObject().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString());
        Assert.Matches("^checkout\\.[0-9a-f]{16}$", body["metadata"]!["name"]!.GetValue<string>());
        foreach (var forbidden in new[] { "deprecatedCount", "deprecatedSource", "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "series" })
            Assert.Null(body[forbidden]);

        string Text(string name) => body[name]!.GetValue<string>();
    }

    [Fact]
    public async Task The_same_key_is_one_event_also_after_a_restart_and_other_objects_or_keys_are_others()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        for (var i = 0; i < 2; i++)
            Recorder(fixture).Record(Deployment, EventType.Warning, "Found", "Diagnose", $"note {i}", "fingerprint-1");
        Recorder(fixture).Record(Deployment, EventType.Warning, "Found", "Diagnose", "note", "fingerprint-2");
        Recorder(fixture).Record(Deployment with { Uid = "uid-10" }, EventType.Warning, "Found", "Diagnose", "note", "fingerprint-1");
        for (var i = 0; i < 2; i++)
            Recorder(fixture).Record(Deployment, EventType.Warning, "Found", "Diagnose", "unkeyed");
        await Eventually.TrueAsync(() => fixture.Server.Requests.Count(request => request.Method == "POST") == 6, "all are sent");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 5, "the doubled one is one");
        Assert.DoesNotContain(fixture.Log.GetSnapshot(), record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task Events_of_cluster_scoped_objects_go_to_the_default_namespace()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        Recorder(fixture).Record(new EventRegarding("rbac.authorization.k8s.io/v1", "ClusterRole", null, "System:Node_X", null), EventType.Normal, "Seen", "Look", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the event is written");
        var request = fixture.Server.Requests.Single(request => request.Method == "POST");
        Assert.Equal("apis/events.k8s.io/v1/namespaces/default/events", request.Path);
        Assert.Equal("default", JsonNode.Parse(request.Body)!["regarding"]!["namespace"]!.GetValue<string>());
        Assert.StartsWith("system-node-x.", JsonNode.Parse(request.Body)!["metadata"]!["name"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_not_tried_again_and_the_next_is_written()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.FailWith(request => request.Method == "POST", 403, "Forbidden", "namespace is being terminated"));
        Recorder(fixture).Record(Deployment, EventType.Normal, "First", "Try", "");
        Recorder(fixture).Record(Deployment, EventType.Normal, "Second", "Try", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the second is written");
        Assert.Equal("Second", fixture.Server.All(Collection)[0]["reason"]!.GetValue<string>());
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Message.Contains("Could not write event First for Deployment shop/checkout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_reach_the_server_is_tried_again()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.Fail(
            request => request.Method == "POST",
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            times: 3));
        Recorder(fixture).Record(Deployment, EventType.Normal, "Once", "Try", "");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Server.All(Collection).Count == 1, "it is written in the end");
        Assert.Equal(4, fixture.Server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task Recording_never_blocks_and_what_is_too_much_is_dropped_and_logged()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        for (var i = 0; i <= EventRecorder.Capacity; i++)
            Recorder(fixture).Record(Deployment, EventType.Normal, "Many", "Flood", "");
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Message.StartsWith("Dropped event Many", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_waits_is_still_written_when_the_operator_stops()
    {
        var fixture = await OperatorFixture.StartAsync(_ => { });
        for (var i = 0; i < 50; i++)
            Recorder(fixture).Record(Deployment, EventType.Normal, "Last", "Stop", "");
        await fixture.Host.StopAsync();
        Assert.Equal(50, fixture.Server.All(Collection).Count);
        await fixture.DisposeAsync();
    }

    [Theory]
    [InlineData("x", 1024, 1024)]
    [InlineData("x", 1025, 1024)]
    [InlineData("é", 600, 1023)]
    [InlineData("😀", 300, 1023)]
    public void Notes_are_cut_at_the_end_of_a_character(string unit, int count, int expectedBytes)
    {
        var note = EventBody.Truncate(string.Concat(Enumerable.Repeat(unit, count)));
        Assert.Equal(expectedBytes, Encoding.UTF8.GetByteCount(note));
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(note)));
    }

    [Fact]
    public async Task A_reason_that_no_server_would_take_is_the_callers_mistake()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        Assert.Throws<ArgumentException>(() => Recorder(fixture).Record(Deployment, EventType.Normal, "", "Act", ""));
        Assert.Contains("128", Assert.Throws<ArgumentException>(() => Recorder(fixture).Record(Deployment, EventType.Normal, "Ok", new string('a', 129), "")).Message, StringComparison.Ordinal);
    }

    private static IEventRecorder Recorder(OperatorFixture fixture) => fixture.Services.GetRequiredService<IEventRecorder>();
}
