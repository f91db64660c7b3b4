using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class ReflectorInitialEventsTests
{
    private const string Collection = InformerFixture.Collection;
    private const string Expired = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""";
    private const string Internal = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"etcd went away","reason":"InternalError","code":500}}""";

    [Fact]
    public async Task Where_the_server_sends_them_nothing_is_listed_and_the_same_watch_goes_on()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Sent, "a", "b");
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it syncs");
        fixture.Server.Put(Collection, "n", "c");

        await fixture.HandledAsync("+a!", "+b!", "+c");
        var request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(("true", "NotOlderThan", "true"), (request.Query["sendInitialEvents"], request.Query["resourceVersionMatch"], request.Query["allowWatchBookmarks"]));
        Assert.False(request.Query.ContainsKey("resourceVersion"));
    }

    [Fact]
    public async Task A_new_beginning_asks_for_nothing_older_than_what_was_seen_and_tells_what_vanished()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Sent, "a", "b");
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it syncs");
        var server = fixture.Server;
        server.FailWith(request => request.IsWatch, 410, "Expired");
        server.BreakWatches();
        server.Delete(Collection, "n", "a");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Handler.Calls.Length == 3, "the deletion is found out");

        await fixture.HandledAsync("+a!", "+b!", "-a?");
        Assert.DoesNotContain(server.Requests, request => request.IsList);
        Assert.Equal(["102"], server.Requests.Where(request => request.IsInitialEventsWatch).Skip(1).Select(request => request.Query["resourceVersion"]));
    }

    [Fact]
    public async Task Changes_that_come_before_the_end_are_taken_into_account()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Unfinished, "a", "b");
        var server = fixture.Server;
        await Eventually.TrueAsync(() => fixture.IsWatching, "it watches");
        server.Delete(Collection, "n", "a");
        server.Put(Collection, "n", "b", obj => obj["data"] = new JsonObject { ["k"] = "v" });
        server.SendToWatches(FakeApiServer.InitialEventsEnd(104));

        await fixture.HandledAsync("+b!");
        Assert.Equal("v", fixture.Informer.Store.Get(new ObjectKey("n", "b"))?.Data["k"]);
    }

    [Fact]
    public async Task Nobody_sees_them_before_they_are_all_there()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Unfinished, "a", "b");
        var server = fixture.Server;
        await Eventually.TrueAsync(() => fixture.IsWatching, "it watches");
        server.FailWith(request => request.IsList, 403, "Forbidden", "no list for you");
        // All lines come before the end of the stream, so that they have been read when the list is tried.
        server.EndWatches();
        await Eventually.TrueAsync(() => fixture.Informer.LastError is not null, "the list fails");

        Assert.Equal((0, false), (fixture.Informer.Store.Count, fixture.Informer.HasSynced));
        Assert.Empty(fixture.Handler.Calls);
        await fixture.SyncedAsync();
        await fixture.HandledAsync("+a!", "+b!");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_that_breaks_before_the_end_is_followed_by_a_list_at_once_and_asked_for_again_next_time(bool inGoodOrder)
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Unfinished, "a");
        var server = fixture.Server;
        await Eventually.TrueAsync(() => fixture.IsWatching, "it watches");
        if (inGoodOrder)
            server.EndWatches();
        else
            server.BreakWatches();
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it lists without a wait");
        await fixture.SyncedAsync();

        server.InitialEvents = FakeInitialEvents.Sent;
        await RelistAsync(fixture);
        Assert.Single(server.Requests, request => request.IsList);
        Assert.Equal(2, server.Requests.Count(request => request.IsInitialEventsWatch));
    }

    [Fact]
    public async Task An_error_before_the_end_is_followed_by_a_list()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Unfinished, "a");
        await Eventually.TrueAsync(() => fixture.IsWatching, "it watches");
        fixture.Server.SendToWatches(Internal);
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it lists without a wait");
        await fixture.HandledAsync("+a!");
        Assert.Single(fixture.Server.Requests, request => request.IsList);
    }

    [Fact]
    public async Task An_expired_version_before_the_end_is_asked_for_again_as_the_newest_at_once()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Sent, "a");
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it syncs");
        var server = fixture.Server;
        server.Fail(request => request.IsInitialEventsWatch, context => context.Response.WriteAsync(Expired + "\n"));
        await RelistAsync(fixture);

        Assert.Equal([null, "101", null], server.Requests.Where(request => request.IsInitialEventsWatch).Select(request => request.Query.GetValueOrDefault("resourceVersion")));
        Assert.DoesNotContain(server.Requests, request => request.IsList);
    }

    [Theory]
    [InlineData(FakeInitialEvents.Unfinished)]
    [InlineData(FakeInitialEvents.Silent)]
    public async Task A_server_that_ignores_the_request_holds_the_sync_up_for_seconds_and_only_once(FakeInitialEvents ignores)
    {
        await using var fixture = await StartAsync(ignores, "a");
        await Eventually.TrueAsync(() => fixture.IsWatching, "it watches");
        var start = fixture.Clock.GetUtcNow();
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Informer.HasSynced, "it lists", TimeSpan.FromSeconds(1));
        Assert.InRange(fixture.Clock.GetUtcNow() - start, Reflector<V1ConfigMap>.InitialEventsSilence, TimeSpan.FromMinutes(2));
        await fixture.HandledAsync("+a!");
        await fixture.SyncedAsync();

        await RelistAsync(fixture);
        Assert.Single(fixture.Server.Requests, request => request.IsInitialEventsWatch);
    }

    [Fact]
    public async Task A_server_that_ignores_the_request_and_never_stops_talking_is_not_listened_to_for_ever()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Unfinished, "a");
        await fixture.Clock.AdvanceUntilAsync(
            () =>
            {
                fixture.Server.Put(Collection, "n", "a");
                return fixture.Informer.HasSynced;
            },
            "it lists",
            TimeSpan.FromSeconds(1));
        Assert.Single(fixture.Server.Requests, request => request.IsList);
    }

    [Fact]
    public async Task A_server_that_refuses_is_not_asked_again()
    {
        await using var fixture = await (await StartAsync(FakeInitialEvents.Refused, "a")).SyncedAsync();
        await RelistAsync(fixture);
        Assert.Single(fixture.Server.Requests, request => request.IsInitialEventsWatch);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_server_that_is_busy_is_asked_again_and_not_for_a_list(int code)
    {
        await using var fixture = await InformerFixture.StartAsync(server =>
        {
            server.InitialEvents = FakeInitialEvents.Sent;
            server.FailWith(request => request.IsInitialEventsWatch, code, "Busy", times: 3);
        });
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Informer.HasSynced, "it syncs");
        Assert.Equal((4, 0), (fixture.Server.Requests.Count(request => request.IsInitialEventsWatch), fixture.Server.Requests.Count(request => request.IsList)));
    }

    [Fact]
    public async Task An_object_among_them_that_cannot_be_read_keeps_its_older_state()
    {
        await using var fixture = await StartAsync(FakeInitialEvents.Sent, "a", "b");
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it syncs");
        fixture.Server.Put(Collection, "n", "a", obj => obj["data"] = 7);
        await RelistAsync(fixture);
        Assert.Equal("101", fixture.Informer.Store.Get(new ObjectKey("n", "a"))?.Metadata.ResourceVersion);
        Assert.Equal(["+a!", "+b!"], fixture.Handler.Calls);
    }

    private static Task<InformerFixture> StartAsync(FakeInitialEvents initialEvents, params string[] names) => InformerFixture.StartAsync(server =>
    {
        server.InitialEvents = initialEvents;
        foreach (var name in names)
            server.Put(Collection, "n", name);
    });

    private static async Task RelistAsync(InformerFixture fixture)
    {
        bool IsBeginning(RecordedRequest request) => request.IsList || request.IsInitialEventsWatch;
        var before = fixture.Server.Requests.Count(IsBeginning);
        fixture.Server.FailWith(request => request.IsWatch, 410, "Expired");
        fixture.Server.BreakWatches();
        var lists = fixture.ListedCount;
        await fixture.Clock.AdvanceUntilAsync(() => fixture.ListedCount > lists, "it begins anew");
        Assert.True(fixture.Server.Requests.Count(IsBeginning) > before);
    }
}
