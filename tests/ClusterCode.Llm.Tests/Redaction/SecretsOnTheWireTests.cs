using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Redaction;

/// <summary>What a model's server really gets, when secrets stand in every part of what is explained.</summary>
public sealed class SecretsOnTheWireTests : IDisposable
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Theory]
    [InlineData(LlmProvider.Ollama)]
    [InlineData(LlmProvider.VLLM)]
    public async Task No_request_holds_a_planted_secret_and_what_stands_around_it_is_kept(LlmProvider provider)
    {
        await using var server = await ServerAsync();
        var faults = new List<string>();
        foreach (var planted in PlantedSecrets.All)
        {
            var before = server.Requests.Count;
            await AskAsync(server, provider, Plant(planted.Text));
            var requests = server.Requests.Skip(before).ToList();
            Assert.NotEmpty(requests);
            foreach (var request in requests)
            {
                var said = Said(request);
                Assert.Contains("Answer: Node worker-3 is concerned.", said, StringComparison.Ordinal);
                if (planted.Spellings.Any(secret => request.Body.Contains(secret, StringComparison.Ordinal) || said.Contains(secret, StringComparison.Ordinal)))
                    faults.Add($"{planted.Kind}: sent, after {Around(said, planted.Secret)}");
                faults.AddRange(Marks(planted).Where(mark => !said.Contains(mark, StringComparison.Ordinal)).Take(2).Select(mark => $"{planted.Kind}: {mark} is gone"));
            }
        }

        Assert.True(PlantedSecrets.All.Count >= 60);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    [Theory]
    [InlineData(LlmProvider.Ollama)]
    [InlineData(LlmProvider.VLLM)]
    public async Task What_only_looks_like_a_secret_is_sent_as_it_is(LlmProvider provider)
    {
        await using var server = await ServerAsync();
        var faults = new List<string>();
        foreach (var text in HarmlessLookAlikes.All)
        {
            var before = server.Requests.Count;
            await AskAsync(server, provider, Plant(text));
            var said = Said(server.Requests[before]);
            if (said.Contains("[redacted", StringComparison.Ordinal) || !said.Contains(text, StringComparison.Ordinal))
                faults.Add($"{text}: {Around(said, "[redacted")}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The same text in every part of a diagnosis, between two marks that tell the part.</summary>
    private static ExplanationRequest Plant(string text)
    {
        var number = 0;
        string Marked() => $"<begin{number:00}> {text}\n<end{number++:00}>";
        var sample = SampleDiagnoses.MissingKey;
        var target = Marked();
        var question = Marked();
        var answered = Marked();
        return sample with
        {
            TargetDescription = target,
            Question = question,
            FollowUps = [answered, Marked()],
            History = [new ConversationTurn { Question = answered, Answer = "Node worker-3 is concerned. [e4]" }],
            RootCause = sample.RootCause! with { Summary = Marked() },
            AdditionalCauses = [.. sample.AdditionalCauses.Select(cause => cause with { Summary = Marked() })],
            Evidence = [.. Enum.GetValues<EvidenceKind>().Select((kind, i) => new EvidenceItem { Id = $"e{i + 1}", Kind = kind, Source = Marked(), Text = Marked() })],
            Findings = [.. sample.Findings.Select(finding => finding with { Title = Marked(), Explanation = text, Remediation = [new Remediation { Title = text, Command = text, Patch = text, Risk = RemediationRisk.Low }] })],
        };
    }

    // Title, question, a follow-up that was answered before, one that is new, two causes, source and text of each kind of evidence, two findings.
    private static IEnumerable<string> Marks(PlantedSecret planted) =>
        Enumerable.Range(0, 6 + (2 * Enum.GetValues<EvidenceKind>().Length) + 2)
            .SelectMany(i => planted.HidesWhatFollows ? [$"<begin{i:00}>"] : new[] { $"<begin{i:00}>", $"<end{i:00}>" });

    /// <summary>The texts of all messages, as the model reads them.</summary>
    private static string Said(RecordedRequest request) =>
        string.Join('\n', request.Json["messages"]!.AsArray().Select(message => message!["content"]!.GetValueKind() == JsonValueKind.Array
            ? string.Concat(message["content"]!.AsArray().Select(part => part!["text"]!.GetValue<string>()))
            : message["content"]!.GetValue<string>()));

    private static string Around(string said, string secret)
    {
        var at = Math.Max(0, said.IndexOf(secret, StringComparison.Ordinal));
        return JsonSerializer.Serialize(said[Math.Max(0, at - 60)..Math.Min(said.Length, at + 60)], Relaxed);
    }

    private async Task AskAsync(FakeServer server, LlmProvider provider, ExplanationRequest request)
    {
        var backend = LlmHost.Backend(provider, server.Address);
        backend = backend with { Spec = backend.Spec with { Parameters = new LlmParameters { ContextWindow = 32768, MaxTokens = 1024 } } };
        await host.Explainer.ExplainAsync(request, backend, default);
    }

    // An answer that is refused, so that a second request is recorded too.
    private static Task<FakeServer> ServerAsync() => FakeServer.StartAsync((request, context) =>
    {
        const string Refused = """{"cause":"c1","explanation":[{"text":"It fails.","evidence":["e99"]}],"fixes":[]}""";
        if (request.Path != "/api/chat")
            return FakeServer.StreamAsync(context, Refused);
        context.Response.ContentType = "application/x-ndjson";
        var line = new JsonObject
        {
            ["model"] = "tiny",
            ["created_at"] = "2026-11-22T12:00:00Z",
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = Refused },
            ["done"] = true,
            ["done_reason"] = "stop",
            ["eval_count"] = 40,
        };
        return context.Response.WriteAsync(line.ToJsonString() + "\n");
    });
}
