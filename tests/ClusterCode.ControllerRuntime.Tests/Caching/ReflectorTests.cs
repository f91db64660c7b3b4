using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class ReflectorTests
{
    private const string Collection = InformerFixture.Collection;
    private const string Internal = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"etcd went away","reason":"InternalError","code":500}}""";

    [Theory]
    [InlineData("garbage")]
    [InlineData("""{"type":"MODIFIED","object":{"kind":"ConfigMap","metadata":{"name":"a","namespa""")]
    [InlineData("""{"type":"RENAMED","object":{"metadata":{"name":"a"}}}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"namespace":"n"}}}""")]
    public async Task A_line_that_may_concern_any_object_leads_to_a_list_that_finds_what_it_hid(string line)
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a"))).SyncedAsync();
        var server = fixture.Server;
        server.HidesChanges = true;
        server.Delete(Collection, "n", "a");
        server.Put(Collection, "n", "b");
        server.HidesChanges = false;
        server.SendToWatches(line);
        server.Put(Collection, "n", "c");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Handler.Calls.Length == 4, "everything is told");

        Assert.Equal(["+a!", "+b", "+c", "-a?"], fixture.Handler.Calls.Order(StringComparer.Ordinal));
        Assert.Equal("101", server.Requests.Last(request => request.IsList).Query["resourceVersion"]);
    }

    [Fact]
    public async Task A_line_longer_than_any_object_is_given_up_and_listed_around()
    {
        await using var fixture = await InformerFixture.StartAsync(server => server.Fail(request => request.IsWatch, async context =>
        {
            var chunk = new byte[1 << 20];
            for (var sent = 0; sent <= WatchDecoder<V1ConfigMap>.MaxLineBytes && !context.RequestAborted.IsCancellationRequested; sent += chunk.Length)
                await context.Response.Body.WriteAsync(chunk);
        }));
        await fixture.SyncedAsync();
        fixture.Server.Put(Collection, "n", "a");
        await fixture.HandledAsync("+a");
        Assert.Equal(2, fixture.Server.Requests.Count(request => request.IsList));
    }

    [Fact]
    public async Task A_list_whose_continue_token_expires_is_read_again_in_one_piece()
    {
        await using var fixture = await InformerFixture.StartAsync(server =>
        {
            server.HasNoWatchCache = true;
            for (var i = 0; i < 1200; i++)
                server.Put(Collection, "n", $"map-{i}");
            server.FailWith(request => request.Query.ContainsKey("continue"), 410, "Expired", "the provided continue parameter is too old");
        });
        await fixture.SyncedAsync();
        Assert.Equal(1200, fixture.Informer.Store.Count);
        Assert.Equal(["500", "500", null], fixture.Server.Requests.Where(request => request.IsList).Select(request => request.Query.GetValueOrDefault("limit")));
    }

    [Fact]
    public async Task A_server_that_pages_a_list_of_any_version_is_asked_for_pages_ever_after()
    {
        await using var fixture = await InformerFixture.StartAsync(server =>
        {
            server.HasNoWatchCache = true;
            for (var i = 0; i < 700; i++)
                server.Put(Collection, "n", $"map-{i}");
        });
        await fixture.SyncedAsync();
        await RelistAsync(fixture);
        Assert.Equal(700, fixture.Informer.Store.Count);
        Assert.Equal(
            [("0", "500", null), (null, "500", "500"), ("800", "500", null), (null, "500", "500")],
            fixture.Server.Requests.Where(request => request.IsList).Select(request =>
                (request.Query.GetValueOrDefault("resourceVersion"), request.Query.GetValueOrDefault("limit"), request.Query.GetValueOrDefault("continue"))));
    }

    [Fact]
    public async Task A_server_that_answers_from_memory_is_not_asked_for_pages_at_a_named_version()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a"))).SyncedAsync();
        await RelistAsync(fixture);
        var list = fixture.Server.Requests.Last(request => request.IsList);
        Assert.Equal(("101", false), (list.Query["resourceVersion"], list.Query.ContainsKey("limit")));
    }

    [Fact]
    public async Task A_version_that_the_server_does_not_have_is_asked_for_as_the_newest_until_that_succeeds()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server => server.Put(Collection, "n", "a"))).SyncedAsync();
        var server = fixture.Server;
        server.FailWith(request => request.IsList && request.Query.ContainsKey("resourceVersion"), 410, "Expired", times: 10);
        server.FailWith(request => request.IsList, 403, "Forbidden", times: 2);
        await RelistAsync(fixture);
        Assert.Equal(["0", "101", null, null, null], server.Requests.Where(request => request.IsList).Select(request => request.Query.GetValueOrDefault("resourceVersion")));
    }

    [Fact]
    public async Task An_unavailable_server_is_waited_for_as_long_as_it_asks_and_the_watch_goes_on_without_a_list()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.FailWith(request => request.IsWatch, 503, "ServiceUnavailable", retryAfter: 20, times: 3);
        var start = fixture.Clock.GetUtcNow();
        server.EndWatches();
        server.Put(Collection, "n", "meanwhile");
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Handler.Calls.Length == 1, "the change is told");
        Assert.Single(server.Requests, request => request.IsList);
        Assert.True(fixture.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(60));
        Assert.Null(fixture.Informer.LastError);
    }

    [Fact]
    public async Task Internal_errors_are_borne_for_half_a_minute_and_then_it_lists()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        var start = fixture.Clock.GetUtcNow();
        server.Fail(request => request.IsWatch, context => context.Response.WriteAsync(Internal + "\n"), times: 1000);
        server.EndWatches();
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsList) == 2, "it lists again", TimeSpan.FromSeconds(1));
        Assert.True(fixture.Clock.GetUtcNow() - start >= ReflectorPatience.MaxInternalErrors);
        Assert.InRange(server.Requests.Count(request => request.IsWatch), 3, 10);
        Assert.Contains(fixture.Log.Collector.GetSnapshot(), record => record.Message.Contains("etcd went away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watches_that_end_at_once_are_backed_off_from_and_the_fifth_in_a_row_leads_to_a_list()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.Fail(request => request.IsWatch, _ => Task.CompletedTask, times: 5);
        var start = fixture.Clock.GetUtcNow();
        fixture.Clock.Advance(Reflector<V1ConfigMap>.ShortestWatch);
        server.EndWatches();
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsList) == 2 && server.OpenWatches == 1, "it lists and watches again", TimeSpan.FromMilliseconds(100));

        Assert.Equal(7, server.Requests.Count(request => request.IsWatch));
        // 0.8 + 1.6 + 3.2 + 6.4 + 12.8 seconds, without what is added at random.
        Assert.True(fixture.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(24));
    }

    [Fact]
    public async Task A_watch_that_sent_bookmarks_and_then_nothing_is_replaced_without_a_list()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.Bookmark();
        server.Put(Collection, "n", "a");
        await fixture.HandledAsync("+a");
        var start = fixture.Clock.GetUtcNow();
        await fixture.Clock.AdvanceUntilAsync(() => server.Requests.Count(request => request.IsWatch) == 2, "the watch is replaced", TimeSpan.FromSeconds(1));
        // Earlier than any watch's own time, which is five minutes at least.
        Assert.InRange(fixture.Clock.GetUtcNow() - start, Reflector<V1ConfigMap>.BookmarkSilence, TimeSpan.FromMinutes(5));
        server.Put(Collection, "n", "b");
        await fixture.HandledAsync("+a", "+b");
        Assert.Single(server.Requests, request => request.IsList);
    }

    [Fact]
    public async Task A_watch_that_keeps_talking_lives_for_its_whole_time()
    {
        await using var fixture = await (await InformerFixture.StartAsync()).SyncedAsync();
        var server = fixture.Server;
        server.Bookmark();
        for (var minute = 0; minute < 4; minute++)
        {
            server.Put(Collection, "n", $"a{minute}");
            await Eventually.TrueAsync(() => fixture.Handler.Calls.Length == minute + 1, "the change is told");
            fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(server.Requests, request => request.IsWatch);
    }

    [Fact]
    public async Task Objects_that_repeat_their_strings_share_them()
    {
        await using var fixture = await (await InformerFixture.StartAsync(server =>
        {
            server.Put(Collection, "team-blue", "a", obj => obj["metadata"]!["labels"] = new JsonObject { ["app"] = "web" });
            server.Put(Collection, "team-blue", "b", obj => obj["metadata"]!["labels"] = new JsonObject { ["app"] = "web" });
        })).SyncedAsync();
        V1ObjectMeta Metadata(string name) => fixture.Informer.Store.Get(new ObjectKey("team-blue", name))!.Metadata;
        Assert.Same(Metadata("a").NamespaceProperty, Metadata("b").NamespaceProperty);
        Assert.Same(Metadata("a").Labels["app"], Metadata("b").Labels["app"]);
        Assert.Same(Metadata("a").Labels.Keys.Single(), Metadata("b").Labels.Keys.Single());
    }

    private static async Task RelistAsync(InformerFixture fixture)
    {
        fixture.Server.FailWith(request => request.IsWatch, 410, "Expired");
        fixture.Server.BreakWatches();
        var lists = fixture.ListedCount;
        await fixture.Clock.AdvanceUntilAsync(() => fixture.ListedCount > lists, "it lists again");
    }
}
