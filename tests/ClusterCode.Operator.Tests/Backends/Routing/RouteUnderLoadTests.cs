using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Llm;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Limits;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Operator.Backends;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Operator.Tests.Backends.Routing;

/// <summary>Fifty diagnoses at once, over real connections to servers that die and come back.</summary>
public sealed class RouteUnderLoadTests : IAsyncLifetime
{
    private const int Diagnoses = 50;
    private const int PerMinute = 30;
    private const int AtOnce = 2;

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddSingleton(new EndpointPolicy { AllowLocal = true }).AddClusterCodeLlm().BuildServiceProvider();
    private readonly MortalServer[] _servers = new MortalServer[3];
    private BackendCaches _caches = new();

    public async Task InitializeAsync()
    {
        _caches = new BackendCaches(_services.GetRequiredService<IUsageLedger>());
        for (var i = 0; i < _servers.Length; i++)
        {
            _servers[i] = await MortalServer.StartAsync();
            _caches.Backends.Objects.Put(TestBackends.Of($"m{i}", spec: new LlmBackendSpec
            {
                Provider = LlmProvider.VLLM,
                Endpoint = _servers[i].Address.ToString(),
                Model = "tiny",
                Timeout = "3s",
                Limits = new LlmLimits { MaxConcurrentRequests = AtOnce, RequestsPerMinute = PerMinute },
                Cache = new LlmCache { Ttl = "0s" },
            }).Ready());
        }
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    [Theory]
    [InlineData(LlmRouteStrategy.Priority)]
    [InlineData(LlmRouteStrategy.RoundRobin)]
    [InlineData(LlmRouteStrategy.LeastBusy)]
    [InlineData(LlmRouteStrategy.Fastest)]
    public async Task No_diagnosis_is_lost_and_no_limit_exceeded(LlmRouteStrategy strategy)
    {
        var route = TestBackends.Route("route", "shop", [.. Enumerable.Range(0, 3).Select(i => new LlmRouteMember { Name = $"m{i}" })]);
        route.Spec = route.Spec with { Strategy = strategy };
        _caches.Routes.Objects.Put(route);
        _servers[0].IsDead = true;
        var explained = Enumerable.Range(0, Diagnoses).Select(i => Task.Run(() => ExplainAsync(i))).ToList();
        await Task.WhenAny(explained);
        (_servers[0].IsDead, _servers[1].IsDead) = (false, true);
        var outcomes = await Task.WhenAll(explained);

        Assert.All(outcomes, outcome => Assert.NotEmpty(outcome.Explanation));
        Assert.All(outcomes, outcome => Assert.NotEmpty(outcome.Message));
        // The third never died, and has room for so many.
        Assert.InRange(outcomes.Count(outcome => outcome.Explained), PerMinute, Diagnoses);
        Assert.All(_servers, server => Assert.InRange(server.MostAtOnce, 0, AtOnce));
        Assert.All(_servers, server => Assert.InRange(server.Asked.Count, 0, PerMinute));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(0, _services.GetRequiredService<IUsageLedger>().LoadOf($"shop/m{i}").UnderWay));
    }

    private Task<ExplanationOutcome> ExplainAsync(int number) =>
        new RoutedExplainer(new BackendResolver(new FakeApiClient()), _services.GetRequiredService<IExplainer>()).ExplainAsync(
            SampleDiagnoses.MissingKey with { Fingerprint = $"{number}" },
            _caches.Selector.Select(TestDiagnoses.Of(new DiagnosisRequestSpec { LlmRef = new LlmReference { Kind = LlmReferenceKind.LlmRoute, Name = "route" } })),
            CancellationToken.None);
}
