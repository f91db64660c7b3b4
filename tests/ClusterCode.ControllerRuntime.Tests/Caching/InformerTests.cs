using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class InformerTests
{
    private const string Collection = InformerFixture.Collection;

    [Fact]
    public async Task It_lists_from_memory_first_then_watches_from_there_and_tells_every_change()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "old"))).SyncedAsync();
        var server = fixture.Server;
        server.Put(Collection, "n", "new");
        server.Put(Collection, "n", "old", obj => obj["data"] = new JsonObject { ["k"] = "v" });
        server.Delete(Collection, "n", "new");

        await fixture.HandledAsync("+old!", "+new", "~old", "-new");
        Assert.Equal("v", fixture.Informer.Store.Get(new ObjectKey("n", "old"))?.Data["k"]);
        Assert.Equal(1, fixture.Informer.Store.Count);
        var (list, watch) = (server.Requests[1], server.Requests[2]);
        Assert.Equal("0", list.Query["resourceVersion"]);
        Assert.Equal(("101", "true"), (watch.Query["resourceVersion"], watch.Query["allowWatchBookmarks"]));
        Assert.InRange(int.Parse(watch.Query["timeoutSeconds"], System.Globalization.CultureInfo.InvariantCulture), 300, 600);
    }

    [Fact]
    public async Task Selectors_and_namespace_reach_the_server_in_list_and_watch()
    {
        await using var fixture = await (await InformerFixture.StartAsync(
            server => server.Put(Collection, "other", "elsewhere"),
            options => (options.Namespace, options.LabelSelector, options.FieldSelector) = ("n", "app=web", "metadata.name!=x"))).SyncedAsync();
        Assert.Equal(0, fixture.Informer.Store.Count);
        Assert.All(fixture.Server.Requests.Take(3), request => Assert.Equal(
            ("api/v1/namespaces/n/configmaps", "app=web", "metadata.name!=x"),
            (request.Path, request.Query["labelSelector"], request.Query["fieldSelector"])));
    }

    [Fact]
    public async Task Objects_are_transformed_before_they_are_stored_and_indexed()
    {
        await using var fixture = await (await InformerFixture.StartAsync(
            server => server.Put(Collection, "n", "a", obj => obj["data"] = new JsonObject { ["drop"] = "x", ["team"] = "blue" }),
            options =>
            {
                options.Transform = map =>
                {
                    map.Data.Remove("drop");
                    return map;
                };
                options.Indexers.Add(new Indexer<V1ConfigMap>("team", map => map.Data.Values));
            })).SyncedAsync();
        Assert.Equal("a", Assert.Single(fixture.Informer.Store.ByIndex("team", "blue")).Metadata.Name);
        Assert.Empty(fixture.Informer.Store.ByIndex("team", "x"));
    }

    [Fact]
    public async Task A_handler_that_comes_late_is_told_of_everything_and_synced_by_itself()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a"))).SyncedAsync();
        var late = new RecordingHandler();
        using var registration = fixture.Informer.AddHandler(late);
        await registration.WaitForSyncAsync(CancellationToken.None);
        Assert.Equal(["+a!"], late.Calls);

        fixture.Server.Put(Collection, "n", "b");
        await Eventually.TrueAsync(() => late.Calls.Length == 2, "the late handler is told of changes");
        Assert.Equal(["+a!", "+b"], late.Calls);
    }

    [Fact]
    public async Task A_disposed_handler_is_told_nothing_more()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var gone = new RecordingHandler();
        fixture.Informer.AddHandler(gone).Dispose();
        fixture.Server.Put(Collection, "n", "a");
        await fixture.HandledAsync("+a");
        Assert.Empty(gone.Calls);
    }

    [Fact]
    public async Task A_handler_that_throws_is_told_of_the_next_change()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var throwing = new ThrowingHandler();
        using var registration = fixture.Informer.AddHandler(throwing);
        fixture.Server.Put(Collection, "n", "a");
        fixture.Server.Put(Collection, "n", "b");
        await Eventually.TrueAsync(() => throwing.Calls == 2, "the handler was called again after it threw");
        Assert.Contains(fixture.Log.Collector.GetSnapshot(), record => record.Message.Contains(nameof(ThrowingHandler), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_deleted_and_changed_while_the_connection_is_away_is_found_out_by_the_next_list()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server =>
        {
            server.Put(Collection, "n", "stays");
            server.Put(Collection, "n", "goes");
            server.Put(Collection, "n", "changes");
            server.Put(Collection, "n", "reborn");
        })).SyncedAsync();
        var server = fixture.Server;
        server.FailWith(request => request.IsWatch, 403, "Forbidden");
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        server.BreakWatches();
        await Eventually.TrueAsync(() => server.Requests.Count(request => request.IsWatch) == 2, "the watch is tried again");
        server.Delete(Collection, "n", "goes");
        server.Put(Collection, "n", "changes", obj => obj["data"] = new JsonObject());
        server.Delete(Collection, "n", "reborn");
        server.Put(Collection, "n", "reborn");
        server.Put(Collection, "n", "comes");
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsList) == 2, "it lists again");

        await Eventually.TrueAsync(() => fixture.Handler.Calls.Length == 9, "the handler is told of every difference");
        Assert.Equal(["+comes", "+reborn", "-goes?", "-reborn?", "~changes"], fixture.Handler.Calls.Skip(4).Order(StringComparer.Ordinal));
        Assert.NotEqual("0", server.Requests.Last(request => request.IsList).Query["resourceVersion"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_that_ends_goes_on_where_it_was_without_a_list(bool inGoodOrder)
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.Put(Collection, "n", "a");
        await fixture.HandledAsync("+a");
        if (inGoodOrder)
            server.EndWatches();
        else
            server.BreakWatches();
        await Eventually.TrueAsync(() => server.Requests.Count(request => request.IsWatch) == 2 && server.OpenWatches == 1, "it watches again");
        server.Put(Collection, "n", "b");

        await fixture.HandledAsync("+a", "+b");
        Assert.Equal("101", server.Requests.Last(request => request.IsWatch).Query["resourceVersion"]);
        Assert.Single(server.Requests, request => request.IsList);
    }

    [Fact]
    public async Task Bookmarks_move_the_version_on()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        var version = server.AdvanceVersion();
        server.Bookmark();
        server.EndWatches();
        await Eventually.TrueAsync(() => server.Requests.Count(request => request.IsWatch) == 2, "it watches again");
        Assert.Equal(version.ToString(System.Globalization.CultureInfo.InvariantCulture), server.Requests.Last(request => request.IsWatch).Query["resourceVersion"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_expired_version_is_answered_with_a_new_list(bool asHttpStatus)
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a"))).SyncedAsync();
        var server = fixture.Server;
        server.AdvanceVersion();
        server.Put("api/v1/secrets", "n", "another-kind");
        if (asHttpStatus)
            server.FailWith(request => request.IsWatch, 410, "Gone");
        else
            server.Compact();
        server.BreakWatches();
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsList) == 2 && server.OpenWatches == 1, "it lists and watches again");
        server.Put(Collection, "n", "b");

        await fixture.HandledAsync("+a!", "+b");
    }

    [Fact]
    public async Task When_the_server_has_not_reached_the_version_or_lost_it_the_newest_is_listed_in_pages()
    {
        await using var fixture = await InformerFixture.StartAsync(server =>
        {
            server.Put(Collection, "n", "a");
            server.Fail(request => request.IsList, async context =>
            {
                context.Response.StatusCode = 504;
                await context.Response.WriteAsync("""{"kind":"Status","code":504,"reason":"Timeout","message":"Too large resource version","details":{"causes":[{"reason":"ResourceVersionTooLarge"}],"retryAfterSeconds":1}}""");
            });
        });
        await Eventually.TrueAsync(() => fixture.Informer.HasSynced, "it syncs at once, without a wait");
        var list = fixture.Server.Requests.Last(request => request.IsList);
        Assert.Equal((false, "500"), (list.Query.ContainsKey("resourceVersion"), list.Query["limit"]));
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(403, "Forbidden")]
    [InlineData(500, "InternalError")]
    public async Task A_list_that_fails_is_tried_again_for_ever_and_the_reason_is_known(int code, string reason)
    {
        await using var fixture = await InformerFixture.StartAsync(server => server.FailWith(request => request.IsList, code, reason, "no list for you", times: 6));
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Informer.LastError is not null, "the failure is known");
        Assert.Contains("no list for you", fixture.Informer.LastError!.Message, StringComparison.Ordinal);
        Assert.False(fixture.Informer.HasSynced);

        await fixture.SyncedAsync();
        Assert.Null(fixture.Informer.LastError);
    }

    [Fact]
    public async Task A_watch_that_is_turned_away_as_too_much_backs_off_and_goes_on_without_a_list()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.FailWith(request => request.IsWatch, 429, "TooManyRequests", retryAfter: 5, times: 3);
        var start = fixture.Clock.GetUtcNow();
        server.EndWatches();
        server.Put(Collection, "n", "meanwhile");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Handler.Calls.Length == 1, "the change is told");

        Assert.Single(server.Requests, request => request.IsList);
        Assert.True(fixture.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_watch_that_hangs_is_replaced_after_its_time()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        // The fake server never ends a watch by itself, whatever timeoutSeconds asks.
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsWatch) >= 2, "the watch is replaced", TimeSpan.FromMinutes(1));
        server.Put(Collection, "n", "a");
        await fixture.HandledAsync("+a");
        Assert.Single(server.Requests, request => request.IsList);
    }

    [Fact]
    public async Task What_cannot_be_read_is_logged_and_kept_as_it_was_and_the_watch_goes_on()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a", obj => obj["data"] = new JsonObject { ["k"] = "good" }))).SyncedAsync();
        var server = fixture.Server;
        server.Put(Collection, "n", "a", obj => obj["data"] = 7);
        server.Put(Collection, "n", "b");
        await fixture.HandledAsync("+a!", "+b");
        Assert.Equal("good", fixture.Informer.Store.Get(new ObjectKey("n", "a"))?.Data["k"]);

        server.Compact();
        server.SendToWatches("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""");
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsList) == 2, "it lists again");
        server.Delete(Collection, "n", "a");
        await fixture.HandledAsync("+a!", "+b", "-a?");
        Assert.Contains(fixture.Log.Collector.GetSnapshot(), record => record.Message.Contains("n/a", StringComparison.Ordinal));
    }

    private sealed class ThrowingHandler : IResourceEventHandler<V1ConfigMap>
    {
        public int Calls { get; private set; }

        public void OnAdded(V1ConfigMap obj, bool isInInitialList)
        {
            Calls++;
            throw new InvalidOperationException("on purpose");
        }

        public void OnUpdated(V1ConfigMap oldObj, V1ConfigMap newObj)
        {
        }

        public void OnDeleted(V1ConfigMap lastKnown, bool isFinalStateUnknown)
        {
        }
    }
}
