using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Api;

public sealed class ApiClientTests : IAsyncLifetime
{
    private const string ConfigMaps = "api/v1/configmaps";
    private static readonly ResourceDefinition<V1ConfigMap> Definition = ResourceDefinition.For<V1ConfigMap>();
    private static readonly ObjectKey Key = new("n", "a");

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeLogger<ApiClient> _log = new();
    private FakeApiServer _server = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        var connection = InformerFixture.Connect(_server, _clock);
        _client = new ApiClient(connection, new CollectionReader(connection), "test-operator", _log);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Get_reads_an_object_and_is_null_for_none()
    {
        _server.Put(ConfigMaps, "n", "a", obj => obj["data"] = new JsonObject { ["k"] = "v" });

        var found = await _client.GetAsync(Definition, Key, default);
        Assert.Equal(("v", "ConfigMap", "v1"), (found!.Data["k"], found.Kind, found.ApiVersion));
        Assert.Null(await _client.GetAsync(Definition, new ObjectKey("n", "other"), default));
        var headers = _server.Requests[0].Headers;
        Assert.Equal(("test-operator/1.0", "application/json"), (headers["User-Agent"], headers["Accept"]));
        Assert.Equal("api/v1/namespaces/n/configmaps/a", _server.Requests[0].Path);
    }

    [Fact]
    public async Task The_newest_list_is_read_in_pages_and_one_at_a_version_in_one_piece()
    {
        for (var i = 0; i < 1201; i++)
            _server.Put(ConfigMaps, "n", $"c{i:0000}");

        var list = await _client.ListAsync(Definition, new ListOptions { Namespace = "n", LabelSelector = "a in (b,c)" }, default);
        Assert.Equal(1201, list.Items.Select(item => item.Metadata.Name).Distinct().Count());
        Assert.Equal("1301", list.ResourceVersion);
        Assert.Equal([null, "500", "1000"], _server.Requests.Select(request => request.Query.GetValueOrDefault("continue")));
        Assert.All(_server.Requests, request => Assert.Equal("a in (b,c)", request.Query["labelSelector"]));

        await _client.ListAsync(Definition, new ListOptions { ResourceVersion = "0" }, default);
        Assert.False(_server.Requests[^1].Query.ContainsKey("limit"));
        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public async Task When_a_page_expires_the_whole_is_read_again_in_one_piece()
    {
        for (var i = 0; i < 700; i++)
            _server.Put(ConfigMaps, "n", $"c{i:000}");
        _server.FailWith(request => request.Query.ContainsKey("continue"), 410, "Expired");

        var list = await _client.ListAsync(Definition, new ListOptions(), default);
        Assert.Equal(700, list.Items.Count);
        Assert.False(_server.Requests[^1].Query.ContainsKey("limit"));
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_is_left_out_and_logged()
    {
        _server.Put(ConfigMaps, "n", "bad", obj => obj["data"] = 7);
        _server.Put(ConfigMaps, "n", "good");

        Assert.Equal("good", Assert.Single((await _client.ListAsync(Definition, new ListOptions(), default)).Items).Metadata.Name);
        Assert.Contains("n/bad", _log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_fills_in_kind_and_says_when_the_name_is_taken()
    {
        var created = await _client.CreateAsync(Definition, new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "n" } }, default);
        Assert.NotNull(created.Metadata.ResourceVersion);
        var body = JsonNode.Parse(_server.Requests[0].Body)!;
        Assert.Equal(("v1", "ConfigMap"), (body["apiVersion"]!.GetValue<string>(), body["kind"]!.GetValue<string>()));

        var refusal = await Assert.ThrowsAsync<ApiStatusException>(() => _client.CreateAsync(Definition, new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "n" } }, default));
        Assert.True(refusal is { IsAlreadyExists: true, IsConflict: false });
        Assert.Equal("POST /api/v1/namespaces/n/configmaps: 409 AlreadyExists: a already exists", refusal.Message);
    }

    [Theory]
    [InlineData(PatchKind.Merge, "application/merge-patch+json", false)]
    [InlineData(PatchKind.Apply, "application/apply-patch+yaml", true)]
    public async Task A_patch_says_what_it_is_and_who_sends_it(PatchKind kind, string contentType, bool isForced)
    {
        _server.Put(ConfigMaps, "n", "a");
        var patched = await _client.PatchAsync(Definition, Key, kind, new JsonObject { ["data"] = new JsonObject { ["k"] = "v" } });
        Assert.Equal("v", patched.Data["k"]);
        var request = _server.Requests[0];
        Assert.Equal(contentType, request.Headers["Content-Type"]);
        Assert.Equal("test-operator", request.Query["fieldManager"]);
        Assert.Equal(isForced, request.Query.ContainsKey("force"));
    }

    [Fact]
    public async Task Delete_is_true_for_what_was_there_and_respects_preconditions()
    {
        _server.Put(ConfigMaps, "n", "a");
        var conflict = await Assert.ThrowsAsync<ApiStatusException>(() => _client.DeleteAsync(Definition, Key, new DeletePreconditions(Uid: "another"), default));
        Assert.True(conflict.IsConflict);
        Assert.True(await _client.DeleteAsync(Definition, Key, new DeletePreconditions(Uid: "uid-1"), default));
        Assert.False(await _client.DeleteAsync(Definition, Key, null, default));
        Assert.Equal("""{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","preconditions":{"uid":"uid-1"}}""", Sorted(_server.Requests[1].Body));

        static string Sorted(string body) => new JsonObject(new[] { "apiVersion", "kind", "propagationPolicy", "preconditions" }.Select(name => KeyValuePair.Create(name, JsonNode.Parse(body)![name]?.DeepClone()))).ToJsonString();
    }

    [Theory]
    [InlineData(429, "POST", true)]
    [InlineData(429, "GET", true)]
    [InlineData(503, "GET", true)]
    [InlineData(503, "POST", false)]
    [InlineData(500, "GET", false)]
    public async Task What_the_server_turns_away_is_sent_again_when_that_is_safe(int code, string method, bool isRepeated)
    {
        _server.Put(ConfigMaps, "n", "a");
        _server.FailWith(_ => true, code, "Busy", retryAfter: 7);
        Task call = method == "GET"
            ? (Task)_client.GetAsync(Definition, Key, default)
            : _client.CreateAsync(Definition, new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "b", NamespaceProperty = "n" } }, default);
        if (!isRepeated)
        {
            var refusal = await Assert.ThrowsAsync<ApiStatusException>(() => call);
            Assert.Equal((code, TimeSpan.FromSeconds(7)), ((int)refusal.StatusCode, refusal.RetryAfter));
            return;
        }

        var start = _clock.GetUtcNow();
        await _clock.AdvanceUntilAsync(() => call.IsCompleted, "the call ends");
        await call;
        Assert.True(_clock.GetUtcNow() - start >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task The_tries_are_bounded()
    {
        _server.FailWith(_ => true, 429, "TooManyRequests", times: 100);
        var call = _client.GetAsync(Definition, Key, default);
        await _clock.AdvanceUntilAsync(() => call.IsCompleted, "the call gives up");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<ApiStatusException>(() => call)).StatusCode);
        Assert.Equal(ApiConnection.MaxTries, _server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_that_is_no_Status_is_quoted_in_part()
    {
        _server.Fail(_ => true, context =>
        {
            context.Response.StatusCode = 502;
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "<html>" + new string('x', 5000));
        });
        var e = await Assert.ThrowsAsync<ApiStatusException>(() => _client.GetAsync(Definition, Key, default));
        Assert.Contains("502", e.Message, StringComparison.Ordinal);
        Assert.Contains("<html>xxx", e.Message, StringComparison.Ordinal);
        Assert.True(e.Message.Length < 500);
    }

    [Fact]
    public async Task A_namespaced_object_without_namespace_is_refused_here() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _client.GetAsync(Definition, new ObjectKey(null, "a"), default));
}
