using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.IntegrationTests.Support;
using ClusterCode.Llm.Tests.Servers;
using ClusterCode.TestCluster;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.IntegrationTests;

/// <summary>A model is asked once about a failure, however many pods show it, however often, and whichever operator looks.</summary>
[Collection(IntegrationCollection.Name)]
public sealed partial class RepeatedFailureTests(ApiServerFixture server)
{
    private const int Workloads = 10;
    private const int PodsEach = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Two_hundred_crashing_pods_of_ten_workloads_take_ten_calls_and_none_later()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "repeated");
        await using var pods = new ObjectWatch<V1Pod>(server.Client, $"api/v1/namespaces/{ns.Name}/pods");
        await using var model = await FakeServer.StartAsync(AnswerAsync);
        for (var i = 0; i < Workloads; i++)
            await CrashingDeployment.CreateAsync(server.Client, ns.Name, $"crash-{i}", deadline.Token, PodsEach);
        var all = await pods.UntilAsync(ns.Name, seen => seen.Count == Workloads * PodsEach ? seen : null, deadline.Token);
        await server.Kubectl.ApplyAsync(Backend(model.Address), ns.Name, deadline.Token);
        try
        {
            await using (await server.StartOperatorAsync("repeated"))
            {
                await server.Backends.UntilAsync(ns.Name, seen => seen.FirstOrDefault(IsReady), deadline.Token);
                await server.Kubectl.ApplyAsync(ns.Policy(ns.Name), ns: null, deadline.Token);
                foreach (var pod in all)
                    await CrashingDeployment.CrashAsync(server.Client, pod, 3, deadline.Token);
                var first = await ExplainedAsync(ns.Name, seen => true, deadline.Token);
                Assert.All(first, diagnosis => Assert.Contains("[e", diagnosis.Status!.Explanation!, StringComparison.Ordinal));
                Assert.Equal(Workloads, Calls(model));

                foreach (var pod in all)
                    await CrashingDeployment.CrashAsync(server.Client, pod, 12, deadline.Token);
                await AskAgainAsync(ns.Name, "later", deadline.Token);
            }

            await using (await server.StartOperatorAsync("repeated"))
            {
                var restarted = await AskAgainAsync(ns.Name, "restarted", deadline.Token);
                Assert.All(restarted, diagnosis => Assert.Contains("was not asked again", Explained(diagnosis)!.Message, StringComparison.Ordinal));
                Assert.Equal(Workloads, Calls(model));
            }
        }
        finally
        {
            await server.Kubectl.RunAsync(["delete", "diagnosispolicy", ns.Name, "--ignore-not-found"]);
        }
    }

    private async Task<IReadOnlyList<DiagnosisRequest>> AskAgainAsync(string ns, string token, CancellationToken deadline)
    {
        await server.Kubectl.RunAsync(["annotate", "diagnosisrequests", "--all", "-n", ns, "--overwrite", $"cluster-code.io/requested-at={token}"], cancellationToken: deadline);
        return await ExplainedAsync(ns, diagnosis => diagnosis.Status!.LastHandledRequestedAt == token, deadline);
    }

    private Task<IReadOnlyList<DiagnosisRequest>> ExplainedAsync(string ns, Func<DiagnosisRequest, bool> also, CancellationToken deadline) => server.Diagnoses.UntilAsync(
        ns, seen => seen.Count(diagnosis => Explained(diagnosis) is { Status: "True" } && also(diagnosis)) == Workloads ? seen : null, deadline)!;

    private static V1Condition? Explained(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Conditions.FirstOrDefault(condition => condition.Type == ConditionTypes.Explained);

    private static bool IsReady(Api.LlmBackends.LlmBackend backend) =>
        backend.Status?.Conditions.Any(condition => condition is { Type: ConditionTypes.Ready, Status: "True" }) == true;

    private static int Calls(FakeServer model) => model.Requests.Count(request => request.Path == "/v1/chat/completions");

    // Says what the expert says, so that it is grounded in whatever the evidence is.
    private static Task AnswerAsync(RecordedRequest request, HttpContext context)
    {
        if (request.Path != "/v1/chat/completions")
            return context.Response.WriteAsync("""{"object":"list","data":[{"id":"scripted","object":"model"}]}""");
        var cause = Cause().Match(request.Json["messages"]![1]!["content"]!.GetValue<string>());
        var answer = new
        {
            cause = "c1",
            explanation = new[] { new { text = cause.Groups["title"].Value, evidence = cause.Groups["evidence"].Value.Split(", ") } },
            fixes = Array.Empty<object>(),
        };
        return FakeServer.StreamAsync(context, JsonSerializer.Serialize(answer));
    }

    private static string Backend(Uri address) => string.Create(CultureInfo.InvariantCulture, $$"""
        apiVersion: cluster-code.io/v1alpha1
        kind: LlmBackend
        metadata: {name: scripted}
        spec:
          provider: OpenAICompatible
          endpoint: {{address}}
          model: scripted
        """);

    [GeneratedRegex(@"^c1 \(.*?\): (?<title>.+) \[(?<evidence>[e0-9, ]+)\]$", RegexOptions.Multiline)]
    private static partial Regex Cause();
}
