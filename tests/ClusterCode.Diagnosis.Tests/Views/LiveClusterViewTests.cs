using System.Net;
using System.Text;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Views;

public sealed class LiveClusterViewTests
{
    private const string NotFound = """{"kind":"Status","status":"Failure","message":"pods \"x\" not found","reason":"NotFound","details":{"name":"x","kind":"pods"},"code":404}""";

    [Theory]
    [InlineData(404, NotFound, LookupStatus.Missing, "pods \"x\" not found")]
    [InlineData(403, """{"kind":"Status","message":"pods \"x\" is forbidden: User cannot get"}""", LookupStatus.Forbidden, "pods \"x\" is forbidden: User cannot get")]
    [InlineData(401, """{"kind":"Status","message":"Unauthorized"}""", LookupStatus.Unavailable, "Unauthorized")]
    [InlineData(503, "upstream connect error", LookupStatus.Unavailable, "upstream connect error")]
    [InlineData(500, "", LookupStatus.Unavailable, "the API server answered 500 InternalServerError")]
    [InlineData(200, "<html>", LookupStatus.Unavailable, "not JSON")]
    [InlineData(200, """{"metadata":{"name":["x"]}}""", LookupStatus.Unavailable, "cannot be read")]
    public async Task What_the_server_answers_is_an_answer(int code, string body, LookupStatus status, string message)
    {
        var (view, _) = View((_, _) => Answer(code, body));
        var found = await view.GetAsync<V1Pod>("shop", "x", default);
        Assert.Equal(status, found.Status);
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_is_read_without_its_managedFields()
    {
        var (view, seen) = View((_, _) => Answer(200, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","namespace":"shop","managedFields":[{"manager":"k"}]},"spec":{"containers":[{"name":"app"}]}}"""));
        var pod = (await view.GetAsync<V1Pod>("shop", "x", default)).Value!;
        Assert.Equal(("x", "Pod"), (pod.Metadata.Name, pod.Kind));
        Assert.Null(pod.Metadata.ManagedFields);
        Assert.Equal("/api/v1/namespaces/shop/pods/x", Assert.Single(seen));
    }

    [Fact]
    public async Task Of_a_Secret_only_the_names_of_keys_are_kept()
    {
        var (view, _) = View((_, _) => Answer(200, """
            {"metadata":{"name":"db","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"aHVudGVyMg=="}},"type":"Opaque","data":{"password":"aHVudGVyMg==","user":"c2hvcA=="},"stringData":{"x":"y"}}
            """));
        var secret = (await view.GetAsync<V1Secret>("shop", "db", default)).Value!;
        Assert.Equal(["password", "user"], secret.Data.Keys.Order());
        Assert.All(secret.Data.Values, Assert.Empty);
        Assert.Null(secret.StringData);
        Assert.Null(secret.Metadata.Annotations);
    }

    [Fact]
    public async Task A_list_from_the_servers_memory_comes_whole_and_is_cut_to_its_bound()
    {
        var (view, seen) = View((_, _) => Answer(200, """{"metadata":{},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}},{"metadata":{"name":"c"}}]}"""));
        var found = await view.ListAsync<V1Pod>("shop", new ListQuery("app=x") { FromMemory = true, MaxItems = 2 }, default);
        Assert.Equal(["a", "b"], found.Value!.Select(p => p.Metadata.Name));
        Assert.Contains("more than 2", found.Message, StringComparison.Ordinal);
        Assert.Equal(["/api/v1/namespaces/shop/pods?limit=2&labelSelector=app%3Dx&resourceVersion=0"], seen);
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page_up_to_its_bound()
    {
        var (view, seen) = View((request, _) => Answer(200, request.RequestUri!.Query.Contains("continue=two", StringComparison.Ordinal)
            ? """{"metadata":{"continue":"three"},"items":[{"metadata":{"name":"b"}}]}"""
            : """{"metadata":{"continue":"two"},"items":[{"metadata":{"name":"a"}}]}"""));
        var found = await view.ListAsync<V1Pod>("shop", new ListQuery("app=x", "spec.nodeName!=") { MaxItems = 2 }, default);
        Assert.Equal(["a", "b"], found.Value!.Select(p => p.Metadata.Name));
        Assert.Contains("more than 2", found.Message, StringComparison.Ordinal);
        Assert.Equal("/api/v1/namespaces/shop/pods?limit=2&labelSelector=app%3Dx&fieldSelector=spec.nodeName%21%3D", seen[0]);
        Assert.Contains("limit=1", seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_page_that_fails_leaves_what_was_read()
    {
        var (view, _) = View((request, _) => request.RequestUri!.Query.Contains("continue", StringComparison.Ordinal)
            ? Answer(410, """{"message":"the token expired"}""")
            : Answer(200, """{"metadata":{"continue":"two"},"items":[{"metadata":{"name":"a"}}]}"""));
        var found = await view.ListAsync<V1Pod>(null, ListQuery.All, default);
        Assert.Single(found.Value!);
        Assert.Contains("the token expired", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_current_version_is_asked_for_the_older_one()
    {
        var (view, seen) = View((request, _) => request.RequestUri!.AbsolutePath.Contains("v1beta1", StringComparison.Ordinal)
            ? Answer(200, """{"items":[{"metadata":{"name":"nightly"},"spec":{"schedule":"@daily"}}]}""")
            : Answer(404, "404 page not found"));
        var found = await view.ListAsync<V1CronJob>("shop", ListQuery.All, default);
        Assert.Equal("@daily", Assert.Single(found.Value!).Spec.Schedule);
        Assert.StartsWith("/apis/batch/v1beta1/", seen[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_the_server_does_not_have_is_missing_and_named()
    {
        var (view, _) = View((_, _) => Answer(404, "404 page not found"));
        var found = await view.GetAsync<V1Deployment>("shop", "x", default);
        Assert.True(found.IsMissing);
        Assert.Contains("no resource apps/v1 deployments", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"message":"previous terminated container \"app\" in pod \"x\" not found"}""", LookupStatus.Missing)]
    [InlineData(400, """{"message":"container \"app\" in pod \"x\" is waiting to start: ContainerCreating"}""", LookupStatus.Missing)]
    [InlineData(403, """{"message":"forbidden"}""", LookupStatus.Forbidden)]
    [InlineData(500, """{"message":"Get \"https://node:10250/\": dial tcp: i/o timeout"}""", LookupStatus.Unavailable)]
    public async Task A_log_that_cannot_be_had_is_an_answer(int code, string body, LookupStatus status)
    {
        var (view, seen) = View((_, _) => Answer(code, body));
        var log = await view.ReadLogAsync(new LogQuery("shop", "x", "app", Previous: true, 100, 4096), default);
        Assert.Equal(status, log.Status);
        Assert.NotNull(log.Message);
        Assert.Equal("/api/v1/namespaces/shop/pods/x/log?container=app&tailLines=100&limitBytes=4096&previous=true", Assert.Single(seen));
    }

    [Fact]
    public async Task A_log_that_fills_its_bytes_is_asked_for_again_with_fewer_lines_because_the_server_cuts_its_end()
    {
        var (view, seen) = View((request, _) => Answer(200, request.RequestUri!.Query.Contains("tailLines=100&", StringComparison.Ordinal) ? new string('x', 5000) : "the end"));
        Assert.Equal("the end", (await view.ReadLogAsync(new LogQuery("shop", "x", "app", false, 100, 4096), default)).Value);
        Assert.Contains("tailLines=12", seen[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("%2e%2e")]
    [InlineData("")]
    public async Task A_name_that_would_change_the_path_is_never_sent(string name)
    {
        var (view, seen) = View((_, _) => Answer(200, "{}"));
        Assert.True((await view.GetAsync<V1Pod>("shop", name, default)).IsMissing);
        Assert.True((await view.GetAsync<V1Pod>(name, "x", default)).IsMissing);
        Assert.Empty(seen);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_unavailable()
    {
        var clock = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        var (view, _) = View(
            async (_, token) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return new HttpResponseMessage();
            },
            clock);
        var pending = view.GetAsync<V1Pod>("shop", "x", default);
        await asked.Task;
        clock.Advance(LiveClusterView.RequestTimeout);
        var found = await pending;
        Assert.Equal(LookupStatus.Unavailable, found.Status);
        Assert.Contains("did not answer within 10 s", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_unavailable_and_cancellation_is_cancellation()
    {
        var (broken, _) = View((_, _) => throw new HttpRequestException("connection refused"));
        Assert.Contains("connection refused", (await broken.GetAsync<V1Pod>("shop", "x", default)).Message, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken.GetAsync<V1Pod>("shop", "x", cancelled.Token));
    }

    private static (LiveClusterView View, List<string> Seen) View(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, TimeProvider? clock = null)
    {
        var seen = new List<string>();
        var client = new HttpClient(new Handler((request, token) =>
        {
            seen.Add(request.RequestUri!.PathAndQuery);
            return answer(request, token);
        })) { BaseAddress = new Uri("http://api.test/") };
        return (new LiveClusterView(client, clock ?? TimeProvider.System), seen);
    }

    private static Task<HttpResponseMessage> Answer(int code, string body) =>
        Task.FromResult(new HttpResponseMessage((HttpStatusCode)code) { Content = new StringContent(body, Encoding.UTF8) });

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
