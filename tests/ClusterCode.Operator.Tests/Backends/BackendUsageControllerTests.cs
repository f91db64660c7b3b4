using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Backends;

public sealed class BackendUsageControllerTests
{
    private readonly FakeApiClient _api = new();
    private readonly FakeUsageLedger _ledger = new();

    [Fact]
    public async Task What_was_asked_today_is_written_once_for_each_change()
    {
        _api.Put(Definitions.LlmBackends, TestBackends.Of("ollama").Ready());
        _ledger.Days["shop/ollama"] = new LlmUsage { Date = "2026-11-23", RequestsToday = 3, TokensToday = 2900 };
        await ReconcileAsync();
        await ReconcileAsync();
        Assert.Equal(_ledger.Days["shop/ollama"], Backend.Status!.Usage);
        Assert.True(Backend.Status.Conditions.Count > 0);
        Assert.Equal(1, Writes);
    }

    [Fact]
    public async Task Nothing_is_written_of_a_backend_that_was_not_asked()
    {
        _api.Put(Definitions.LlmBackends, TestBackends.Of("ollama").Ready());
        await ReconcileAsync();
        Assert.Equal(0, Writes);
    }

    private LlmBackend Backend => _api.Peek(Definitions.LlmBackends, new ObjectKey("shop", "ollama"))!;

    private int Writes => _api.Requests.Count(request => request.StartsWith("status", StringComparison.Ordinal));

    private async Task ReconcileAsync() =>
        Assert.NotNull((await new BackendUsageController(_ledger, new FakeStatusWriter(_api)).ReconcileAsync(Backend, CancellationToken.None)).RequeueAfter);
}
