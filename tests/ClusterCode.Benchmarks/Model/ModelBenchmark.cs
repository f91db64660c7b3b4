using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Constructed;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Llm;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Http;
using ClusterCode.Llm.Tests.Servers;
using ClusterCode.Operator.Diagnoses;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Benchmarks.Model;

/// <summary>What the constructed scenarios cost at a model that answers well, and what one that is confidently wrong can do to them.</summary>
internal sealed class ModelBenchmark : IAsyncDisposable
{
    private readonly PromptTokens tokens = new();
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton(new EndpointPolicy { AllowLocal = true }).AddClusterCodeLlm().BuildServiceProvider();
    private FakeServer? server;
    private Func<string> next = static () => "";

    /// <summary>Runs it over the scenarios whose class/name contains one of the words, or over all, and prints a line for each and, last, a JSON object.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        await using var benchmark = new ModelBenchmark();
        benchmark.server = await FakeServer.StartAsync((_, context) => FakeServer.StreamAsync(context, benchmark.next()));
        var (good, wrong) = (new List<ModelRow>(), new List<ModelRow>());
        var variant = 0;
        Console.WriteLine($"{"scenario",-46} {"calls",5} {"prompt tokens",13} {"answer",6}  good model        wrong model");
        foreach (var scenario in AccuracyCatalog.Constructed.Where(scenario => words.Count == 0 || words.Any(word => scenario.FullName.Contains(word, StringComparison.Ordinal))))
        {
            var outcome = await ConstructedRun.RunAsync(scenario, cancellationToken);
            if (outcome.Last?.Report is not { Outcome: not ExpertOutcome.Healthy, Evidence.Count: > 0 } report)
                continue;
            var request = ExplanationRequests.Of(Diagnosis(scenario), report);
            good.Add(await benchmark.AskAsync(scenario, request, report, () => ScriptedAnswers.Good(request), cancellationToken));
            var number = variant++;
            wrong.Add(await benchmark.AskAsync(scenario, request, report, () => ScriptedAnswers.Wrong(request, number), cancellationToken));
            Print(good[^1], wrong[^1]);
        }

        PrintSum(good, wrong);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    private async Task<ModelRow> AskAsync(AccuracyCase scenario, ExplanationRequest request, ExpertReport report, Func<string> answer, CancellationToken cancellationToken)
    {
        next = answer;
        var before = server!.Requests.Count;
        var outcome = await services.GetRequiredService<IExplainer>().ExplainAsync(request, Backend(server.Address), cancellationToken);
        var requests = server.Requests.Skip(before).ToList();
        var status = Status(scenario, report, outcome);
        var lines = outcome.Explained ? outcome.Explanation.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        var made = JsonNode.Parse(answer())!["explanation"]!.AsArray().Count * requests.Count;
        return new ModelRow(
            scenario.FullName,
            [.. requests.Select(sent => tokens.OfRequest(sent.Json))],
            [.. requests.Select(_ => tokens.Of(answer()))],
            outcome.Explained,
            made - lines.Length,
            Inventions(status),
            requests.Count > 1 ? (string?)requests[^1].Json["messages"]!.AsArray()[^1]!["content"] : null,
            status.RootCause != report.RootCause);
    }

    // All that a user may read of the diagnosis, the expert's own parts included: nothing invented may stand anywhere in it.
    private static int Inventions(DiagnosisRequestStatus status)
    {
        var told = JsonSerializer.Serialize(status, Api.Serialization.ClusterCodeJsonContext.Default.DiagnosisRequestStatus);
        return ScriptedAnswers.Inventions.Count(invention => told.Contains(invention, StringComparison.Ordinal));
    }

    private static DiagnosisRequestStatus Status(AccuracyCase scenario, ExpertReport report, ExplanationOutcome outcome)
    {
        var diagnosis = Diagnosis(scenario);
        var analyzed = AnalysisStatus.Analyzed(diagnosis, new DiagnosisRequestStatus(), report, null, ConstructedRun.Now, ConstructedRun.Now);
        return ExplanationStatus.Explained(diagnosis, analyzed, outcome, ConstructedRun.Now);
    }

    private static DiagnosisRequest Diagnosis(AccuracyCase scenario) => new()
    {
        Metadata = new V1ObjectMeta { Name = "model", NamespaceProperty = ConstructedRun.Namespace, Generation = 1 },
        Spec = new DiagnosisRequestSpec { Target = scenario.Subject(ConstructedRun.Namespace).Target },
    };

    private static BackendConfiguration Backend(Uri address) => new()
    {
        Name = "bench/model",
        Spec = new LlmBackendSpec { Provider = LlmProvider.VLLM, Endpoint = address.ToString(), Model = "scripted", Cache = new LlmCache { Ttl = "0s" } },
    };

    private static void Print(ModelRow good, ModelRow wrong)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{good.Scenario,-46} {good.PromptTokens.Count,5} {string.Join('+', good.PromptTokens),13} {good.CompletionTokens.Sum(),6}  {(good.IsExplained ? "its words stand" : "expert stands"),-17} {(wrong.IsExplained ? "some words stand" : "expert stands")}, {wrong.Dropped} dropped{(wrong.Ungrounded > 0 ? $", {wrong.Ungrounded} UNGROUNDED" : "")}"));
        if (good.Mistakes is not null)
            Console.WriteLine("    the good model was told: " + good.Mistakes.ReplaceLineEndings(" "));
    }

    private static void PrintSum(List<ModelRow> good, List<ModelRow> wrong)
    {
        var prompts = good.SelectMany(row => row.PromptTokens).Order().ToList();
        var answers = good.SelectMany(row => row.CompletionTokens).Order().ToList();
        var all = good.Concat(wrong).ToList();
        Console.WriteLine();
        Console.WriteLine($"{good.Count} scenarios; the good model's words stand in {good.Count(row => row.IsExplained)}");
        Console.WriteLine(new JsonObject
        {
            ["calls"] = prompts.Count,
            ["prompt_tokens_p50"] = Percentile(prompts, 0.5),
            ["prompt_tokens_p95"] = Percentile(prompts, 0.95),
            ["prompt_tokens_max"] = prompts[^1],
            ["completion_tokens_p95"] = Percentile(answers, 0.95),
            ["repairs"] = good.Sum(row => row.PromptTokens.Count - 1),
            ["dropped"] = wrong.Sum(row => row.Dropped),
            ["ungrounded"] = all.Sum(row => row.Ungrounded),
            ["root_causes_changed_by_wrong_model"] = wrong.Count(row => row.IsChanged),
        }.ToJsonString());
    }

    private static int Percentile(List<int> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
