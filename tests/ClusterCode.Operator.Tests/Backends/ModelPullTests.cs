using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Llm.Probing;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Pulling;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class ModelPullTests : IDisposable
{
    private static readonly ObjectKey Key = new("shop", "ollama");
    private static readonly ProbeResult Missing = new() { Ready = false, Reason = "ModelNotFound", Message = "it serves mistral:7b", ServerVersion = "0.32.9", Models = ["mistral:7b"], Latency = TimeSpan.FromMilliseconds(4) };

    private readonly FakeTimeProvider _time = new(Times.Now);
    private readonly FakeApiClient _api = new();
    private readonly FakeProbe _probe = new() { Result = Missing };
    private readonly FakePuller _puller = new();
    private ModelPulls _pulls;

    public ModelPullTests()
    {
        _pulls = new ModelPulls(_puller, _time, NullLogger<ModelPulls>.Instance);
        Put(TestBackends.Of("ollama", spec: TestBackends.Ollama with { Pull = ModelPullPolicy.IfNotPresent }));
    }

    public void Dispose() => _pulls.Dispose();

    [Fact]
    public async Task A_missing_model_is_pulled_and_the_worker_does_not_wait_for_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(3), await ReconcileAsync());
        Assert.Equal(["qwen2.5:7b"], _puller.Models);
        Assert.Equal(["Ready=False ModelPulling: the server at http://10.0.0.7:11434 is pulling model qwen2.5:7b: it looks the model up in its registry"], Conditions);
        Assert.Equal(("0.32.9", null), (Status.ServerVersion, Status.Pull));
    }

    [Fact]
    public async Task Progress_is_written_when_the_percentage_changes_and_not_else()
    {
        await ReconcileAsync();
        _puller.Report(2_021_000_000, 4_700_000_000);
        await ReconcileAsync();
        Assert.Equal(["Ready=False ModelPulling: the server at http://10.0.0.7:11434 is pulling model qwen2.5:7b: 43 % of 4.7 GB"], Conditions);
        Assert.Equal(new ModelPull { Completed = 2_021_000_000, Total = 4_700_000_000, Percent = 43 }, Status.Pull);

        var writes = _api.Requests.Count;
        _puller.Report(2_022_000_000, 4_700_000_000);
        await ReconcileAsync();
        Assert.Equal(writes, _api.Requests.Count);

        _puller.Report(4_700_000_000, 4_700_000_000);
        await ReconcileAsync();
        Assert.Equal(["Ready=False ModelPulling: the server at http://10.0.0.7:11434 is pulling model qwen2.5:7b: 4.7 GB are there, and it checks them"], Conditions);
        Assert.Equal(("0.32.9", 4), (Status.ServerVersion, Status.LatencyMs!.Value));
        Assert.Equal(["mistral:7b"], Status.Models);
        Assert.Single(_probe.Asked);
        Assert.Single(_puller.Models);
    }

    [Fact]
    public async Task A_pull_that_succeeds_makes_the_backend_ready()
    {
        await ReconcileAsync();
        _puller.Report(1, 2);
        await ReconcileAsync();
        await _puller.EndAsync();
        _probe.Result = new ProbeResult { Ready = true, Reason = "BackendReady", Message = "It answers." };
        Assert.Equal(TimeSpan.FromSeconds(60), await ReconcileAsync());
        Assert.Equal(["Ready=True BackendReady: It answers."], Conditions);
        Assert.Null(Status.Pull);
        Assert.Single(_puller.Models);
    }

    [Fact]
    public async Task A_pull_that_fails_says_why_and_is_tried_again_ever_later()
    {
        await ReconcileAsync();
        _puller.Report(1, 2);
        foreach (var wait in (int[])[15, 30, 60, 120, 240, 480, 600, 600])
        {
            var tries = _puller.Models.Count;
            await _puller.EndAsync("the server says: no space left on device; the server's disk is full");
            Assert.Equal(TimeSpan.FromSeconds(10), await ReconcileAsync());
            Assert.StartsWith(
                "Ready=False ModelPullFailed: the server at http://10.0.0.7:11434 could not pull model qwen2.5:7b: the server says: no space left on device; the server's disk is full. The next try is at ",
                Assert.Single(Conditions), StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromSeconds(wait - 1));
            await ReconcileAsync();
            Assert.Equal(tries, _puller.Models.Count);
            _time.Advance(TimeSpan.FromSeconds(1));
            await ReconcileAsync();
            Assert.Equal(tries + 1, _puller.Models.Count);
            Assert.StartsWith("Ready=False ModelPulling", Assert.Single(Conditions), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failed_pull_writes_its_status_once()
    {
        await ReconcileAsync();
        await _puller.EndAsync("no");
        await ReconcileAsync();
        var writes = _api.Requests.Count;
        _time.Advance(TimeSpan.FromSeconds(10));
        await ReconcileAsync();
        Assert.Equal(writes, _api.Requests.Count);
    }

    [Fact]
    public async Task Who_asks_again_need_not_wait()
    {
        await ReconcileAsync();
        await _puller.EndAsync("no");
        await ReconcileAsync();
        Change(backend => backend.Metadata.Annotations = new Dictionary<string, string> { ["cluster-code.io/requested-at"] = "now" });
        await ReconcileAsync();
        Assert.Equal(2, _puller.Models.Count);
        Assert.Equal("now", Status.LastHandledRequestedAt);
    }

    [Fact]
    public async Task A_server_that_says_success_and_has_no_model_is_a_failure_too()
    {
        await ReconcileAsync();
        await _puller.EndAsync();
        await ReconcileAsync();
        Assert.Contains("ModelPullFailed", Assert.Single(Conditions), StringComparison.Ordinal);
        Assert.Contains("does not list the model", Assert.Single(Conditions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_spec_ends_the_pull_and_begins_its_own()
    {
        await ReconcileAsync();
        _puller.Report(1, 2);
        await ReconcileAsync();
        Change(backend =>
        {
            backend.Spec = backend.Spec with { Model = "llama3.1:8b" };
            backend.Metadata.Generation = 2;
        });
        await ReconcileAsync();
        Assert.Equal(["qwen2.5:7b", "llama3.1:8b"], _puller.Models);
        Assert.Null(Status.Pull);
    }

    [Fact]
    public async Task A_spec_that_no_longer_wants_it_ends_the_pull()
    {
        await ReconcileAsync();
        Change(backend =>
        {
            backend.Spec = backend.Spec with { Pull = ModelPullPolicy.Never };
            backend.Metadata.Generation = 2;
        });
        await ReconcileAsync();
        Assert.True(_puller.IsCancelled);
        Assert.Equal(["Ready=False ModelNotFound: it serves mistral:7b"], Conditions);
    }

    [Fact]
    public async Task Deletion_ends_the_pull()
    {
        await ReconcileAsync();
        await Controller.DeletedAsync(_api.Peek(Definitions.LlmBackends, Key)!, CancellationToken.None);
        Assert.True(_puller.IsCancelled);
    }

    [Fact]
    public async Task An_operator_that_stops_ends_its_pulls_and_the_next_asks_again()
    {
        await ReconcileAsync();
        _puller.Report(2_021_000_000, 4_700_000_000);
        await ReconcileAsync();
        _pulls.Dispose();
        Assert.True(_puller.IsCancelled);

        _pulls = new ModelPulls(_puller, _time, NullLogger<ModelPulls>.Instance);
        await ReconcileAsync();
        Assert.Equal(2, _puller.Models.Count);
        Assert.Equal(43, Status.Pull!.Percent);
    }

    [Fact]
    public async Task A_server_that_is_gone_meanwhile_is_told_as_such()
    {
        await ReconcileAsync();
        await _puller.EndAsync("the server closed the connection before the pull was complete; was it restarted or killed?");
        _probe.Result = new ProbeResult { Ready = false, Reason = "EndpointUnreachable", Message = "refused" };
        await ReconcileAsync();
        Assert.Equal(["Ready=False EndpointUnreachable: refused"], Conditions);
        _probe.Result = Missing;
        await ReconcileAsync();
        Assert.Contains("was it restarted or killed? The next try is at", Assert.Single(Conditions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_backend_has_its_own_pull()
    {
        await ReconcileAsync();
        Put(TestBackends.Of("ollama", "other", TestBackends.Ollama with { Pull = ModelPullPolicy.IfNotPresent }));
        await Controller.ReconcileAsync(_api.Peek(Definitions.LlmBackends, new ObjectKey("other", "ollama"))!, CancellationToken.None);
        Assert.Equal(2, _puller.Models.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ModelPullPolicy.Never)]
    public async Task Nothing_is_pulled_that_the_spec_does_not_ask_for(ModelPullPolicy? policy)
    {
        Change(backend => backend.Spec = backend.Spec with { Pull = policy });
        await ReconcileAsync();
        Assert.Empty(_puller.Models);
        Assert.Equal(["Ready=False ModelNotFound: it serves mistral:7b"], Conditions);
    }

    private LlmBackendStatus Status => _api.Peek(Definitions.LlmBackends, Key)!.Status!;

    private IEnumerable<string> Conditions => ConditionText.Of(Status.Conditions);

    private LlmBackendController Controller =>
        new(_probe, new BackendResolver(_api), _pulls, new FakeStatusWriter(_api), _time, NullLogger<LlmBackendController>.Instance);

    private async Task<TimeSpan?> ReconcileAsync() =>
        (await Controller.ReconcileAsync(_api.Peek(Definitions.LlmBackends, Key)!, CancellationToken.None)).RequeueAfter;

    private void Put(LlmBackend backend) => _api.Put(Definitions.LlmBackends, backend);

    private void Change(Action<LlmBackend> change)
    {
        var backend = _api.Peek(Definitions.LlmBackends, Key)!;
        change(backend);
        Put(backend);
    }
}
