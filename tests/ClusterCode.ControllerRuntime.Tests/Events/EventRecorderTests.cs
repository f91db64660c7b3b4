using System.Text;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

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
        var server = await OperatorFixture.StartAsync(_ => { });
        await using var fixture = server;
        for (var i = 0; i < 2; i++)
            Recorder(fixture).Record(Deployment, EventType.Warning, "Found", "Diagnose", $"note {i}", "fingerprint-1");
        Recorder(fixture).Record(Deployment, EventType.Warning, "Found", "Diagnose", "note", "fingerprint-2");
        Recorder(fixture).Record(Deployment with { Uid = "uid-10" }, EventType.Warning, "Found", "Diagnose", "note", "fingerprint-1");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 3, "the doubled one is one");

        // What the server has from the process before this one is not told again, nor is it a series.
        var stored = fixture.Server.Requests.Where(request => request.Method == "POST").Select(request => request.Body).ToList();
        var second = OperatorFixture.Create(fixture.Server, fixture.Clock, _ => { });
        await second.StartAsync();
        second.Services.GetRequiredService<IEventRecorder>().Record(Deployment, EventType.Warning, "Found", "Diagnose", "note 0", "fingerprint-1");
        await Eventually.TrueAsync(() => fixture.Server.Requests.Count(request => request.Method == "POST") == stored.Count + 1, "it is sent");
        await second.StopAsync();
        second.Dispose();
        Assert.Equal(3, fixture.Server.All(Collection).Count);
        Assert.DoesNotContain(fixture.Server.Requests, request => request.Method == "PATCH");
        Assert.DoesNotContain(fixture.Log.GetSnapshot(), record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task What_occurs_again_becomes_a_series_that_is_told_at_once_then_every_half_hour_and_when_it_ends()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        Occur();
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the event is written");
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Occur();
        await Eventually.TrueAsync(() => Counts(fixture) is [2], "the second occurrence makes it a series");
        var occurrences = 2;
        await fixture.Clock.AdvanceUntilAsync(
            () =>
            {
                if (Counts(fixture).Count == 1)
                {
                    Occur();
                    occurrences++;
                }

                return Counts(fixture) is [2, > 2];
            },
            "a series that goes on is refreshed",
            TimeSpan.FromMinutes(1));
        Assert.True(fixture.Clock.GetUtcNow() - fixture.Clock.Start >= EventRecorder.RefreshInterval);
        Occur();
        await fixture.Clock.AdvanceUntilAsync(() => Counts(fixture) is [2, _, _], "its end is told", TimeSpan.FromMinutes(1));
        Assert.Equal(occurrences + 1, Counts(fixture)[^1]);
        Assert.All(fixture.Server.Requests.Where(request => request.Method == "PATCH"), request =>
        {
            Assert.Equal(["series"], JsonNode.Parse(request.Body)!.AsObject().Select(pair => pair.Key));
            Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$", JsonNode.Parse(request.Body)!["series"]!["lastObservedTime"]!.GetValue<string>());
        });
        Assert.Single(fixture.Server.Requests, request => request.Method == "POST");

        // Once it has ended, the next occurrence is a new event.
        fixture.Clock.Advance(TimeSpan.FromMinutes(8));
        await fixture.Clock.AdvanceUntilAsync(
            () =>
            {
                if (fixture.Server.All(Collection).Count == 1)
                    Occur();
                return fixture.Server.All(Collection).Count == 2;
            },
            "a new event begins",
            TimeSpan.FromMinutes(7));

        void Occur() => Recorder(fixture).Record(Deployment, EventType.Warning, "Unready", "Watch", "still not ready");
    }

    [Fact]
    public async Task A_series_whose_event_the_server_has_let_expire_is_told_anew()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        Occur();
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the event is written");
        fixture.Server.Delete(Collection, "shop", fixture.Server.All(Collection)[0]["metadata"]!["name"]!.GetValue<string>());
        Occur();
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "it is there again");
        Assert.Equal(2, fixture.Server.All(Collection)[0]["series"]!["count"]!.GetValue<int>());
        Assert.DoesNotContain(fixture.Log.GetSnapshot(), record => record.Level >= LogLevel.Warning);

        void Occur() => Recorder(fixture).Record(Deployment, EventType.Warning, "Unready", "Watch", "still not ready");
    }

    [Fact]
    public async Task Many_texts_of_one_reason_are_told_together_and_no_object_gets_more_than_its_share()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        using var dropped = new MetricCollector<long>(fixture.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), RuntimeMetrics.MeterName, "event_recorder_dropped_total");
        for (var i = 0; i < 100; i++)
            Recorder(fixture).Record(Deployment, EventType.Warning, "Pull", "Pull", $"no image {i}");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 11 && fixture.Server.All(Collection).Count(item => item["series"] is not null) == 1, "the 11th text begins a series");
        Assert.Single(fixture.Server.All(Collection), item => item["note"]!.GetValue<string>() == "(combined from similar events): no image 10");
        Assert.Empty(dropped.GetMeasurementSnapshot());

        for (var i = 0; i < 100; i++)
            Recorder(fixture).Record(Deployment, EventType.Warning, $"Reason{i}", "Pull", "");
        Recorder(fixture).Record(Deployment with { Name = "other" }, EventType.Warning, "Reason", "Pull", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == SpamFilter.Burst + 1, "the share is used up, and another object has its own");
        Assert.Equal(100 - (SpamFilter.Burst - 11), dropped.GetMeasurementSnapshot().Count(measurement => (string?)measurement.Tags["reason"] == "spam"));

        // The share of events grows again with time.
        fixture.Clock.Advance(SpamFilter.RefillInterval);
        Recorder(fixture).Record(Deployment, EventType.Warning, "Later", "Pull", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == SpamFilter.Burst + 2, "there is one more");
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
        await using var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.FailWith(request => request.Body.Contains("First", StringComparison.Ordinal), 403, "Forbidden", "namespace is being terminated"));
        Recorder(fixture).Record(Deployment, EventType.Normal, "First", "Try", "");
        Recorder(fixture).Record(Deployment, EventType.Normal, "Second", "Try", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1 && fixture.Log.GetSnapshot().Any(record => record.Level == LogLevel.Warning), "the second is written");
        Assert.Equal("Second", fixture.Server.All(Collection)[0]["reason"]!.GetValue<string>());
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Message.Contains("Could not write event First for Deployment shop/checkout", StringComparison.Ordinal));
        Assert.Single(fixture.Server.Requests, request => request.Body.Contains("First", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_does_not_reach_the_server_or_finds_it_broken_is_tried_again_and_holds_no_other_up(int code)
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.Fail(
            request => request.Body.Contains("Once", StringComparison.Ordinal),
            context =>
            {
                if (code > 0)
                    return FakeApiServer.StatusAsync(context, code, "Broken", "on purpose");
                context.Abort();
                return Task.CompletedTask;
            },
            times: 3));
        Recorder(fixture).Record(Deployment, EventType.Normal, "Once", "Try", "");
        await Eventually.TrueAsync(() => fixture.Server.Requests.Any(request => request.Method == "POST"), "it is tried");
        Recorder(fixture).Record(Deployment, EventType.Normal, "Once", "Try", "");
        Recorder(fixture).Record(Deployment, EventType.Normal, "Other", "Try", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == 1, "the other is written meanwhile");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Server.All(Collection).Count == 2, "it is written in the end");
        Assert.Equal(4, fixture.Server.Requests.Count(request => request.Method == "POST" && request.Body.Contains("Once", StringComparison.Ordinal)));
        // What occurred again meanwhile has not got lost.
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Any(item => item["series"]?["count"]?.GetValue<int>() == 2), "it is a series of two");
    }

    [Fact]
    public async Task An_event_is_given_up_after_twelve_tries()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.FailWith(request => request.Method == "POST", 500, "InternalError", times: 100));
        Recorder(fixture).Record(Deployment, EventType.Normal, "Never", "Try", "");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Log.GetSnapshot().Any(record => record.Message.StartsWith("Could not write event Never", StringComparison.Ordinal)), "it is given up");
        Assert.Equal(EventRecorder.MaxTries, fixture.Server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task An_answer_that_got_lost_doubles_nothing()
    {
        await using var fixture = await OperatorFixture.StartAsync(_ => { });
        fixture.Server.Fail(request => request.Method == "POST", context =>
        {
            var request = fixture.Server.Requests[^1];
            var item = JsonNode.Parse(request.Body)!;
            fixture.Server.Put(Collection, "shop", item["metadata"]!["name"]!.GetValue<string>(), stored => stored["note"] = item["note"]!.DeepClone());
            context.Abort();
            return Task.CompletedTask;
        });
        Recorder(fixture).Record(Deployment, EventType.Normal, "Once", "Try", "told");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Server.Requests.Count(request => request.Method == "POST") == 2, "it is tried again");
        Assert.Single(fixture.Server.All(Collection));
    }

    [Fact]
    public async Task Recording_never_blocks_and_what_is_too_much_is_dropped_and_counted()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        using var dropped = new MetricCollector<long>(fixture.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), RuntimeMetrics.MeterName, "event_recorder_dropped_total");
        for (var i = 0; i < EventRecorder.Capacity + 50; i++)
            Recorder(fixture).Record(Deployment with { Name = $"d{i}" }, EventType.Normal, "Many", "Flood", "");
        Assert.Equal(50, dropped.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.Single(fixture.Log.GetSnapshot(), record => record.Level == LogLevel.Warning);
        // What was dropped is not taken for told.
        await fixture.Host.StartAsync();
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == EventRecorder.Capacity, "what was kept is written");
        Recorder(fixture).Record(Deployment with { Name = "d1001" }, EventType.Normal, "Many", "Flood", "");
        await Eventually.TrueAsync(() => fixture.Server.All(Collection).Count == EventRecorder.Capacity + 1, "and then the one that was dropped");
    }

    [Fact]
    public async Task What_waits_and_the_last_counts_are_still_written_when_the_operator_stops()
    {
        var fixture = await OperatorFixture.StartAsync(_ => { });
        for (var i = 0; i < 7; i++)
            Recorder(fixture).Record(Deployment, EventType.Normal, "Last", "Stop", "");
        await Eventually.TrueAsync(() => Counts(fixture).Count > 0 || fixture.Server.All(Collection).Any(item => item["series"] is not null), "it is a series");
        for (var i = 0; i < 5; i++)
            Recorder(fixture).Record(Deployment, EventType.Normal, "Last", "Stop", "");
        for (var i = 0; i < 50; i++)
            Recorder(fixture).Record(Deployment with { Name = $"d{i}" }, EventType.Normal, "Last", "Stop", "");
        await fixture.Host.StopAsync();
        Assert.Equal(51, fixture.Server.All(Collection).Count);
        Assert.Equal(12, fixture.Server.All(Collection).Single(item => item["series"] is not null)["series"]!["count"]!.GetValue<int>());
        Recorder(fixture).Record(Deployment, EventType.Normal, "TooLate", "Stop", "");
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task The_stop_waits_for_no_server_that_does_not_answer()
    {
        var fixture = await OperatorFixture.StartAsync(_ => { }, server => server.Fail(request => request.Method == "POST", context => Task.Delay(Timeout.Infinite, context.RequestAborted), times: 1000));
        for (var i = 0; i < 100; i++)
            Recorder(fixture).Record(Deployment with { Name = $"d{i}" }, EventType.Normal, "Last", "Stop", "");
        await Eventually.TrueAsync(() => fixture.Server.Requests.Any(request => request.Method == "POST"), "it is tried");
        var stopping = fixture.Host.StopAsync();
        Assert.False(stopping.IsCompleted);
        await fixture.Clock.AdvanceUntilAsync(() => stopping.IsCompleted, "the host stops", TimeSpan.FromSeconds(1));
        await stopping;
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Message.StartsWith("The operator stopped with 100 events unwritten", StringComparison.Ordinal));
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
        // The server counts bytes.
        Assert.Contains("130", Assert.Throws<ArgumentException>(() => Recorder(fixture).Record(Deployment, EventType.Normal, new string('é', 65), "Ok", "")).Message, StringComparison.Ordinal);
    }

    /// <summary>The counts that were patched, in order.</summary>
    private static List<int> Counts(OperatorFixture fixture) =>
        [.. fixture.Server.Requests.Where(request => request.Method == "PATCH").Select(request => JsonNode.Parse(request.Body)!["series"]!["count"]!.GetValue<int>())];

    private static IEventRecorder Recorder(OperatorFixture fixture) => fixture.Services.GetRequiredService<IEventRecorder>();
}
