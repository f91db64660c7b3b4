using System.Text.Json.Nodes;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Investigating;
using ClusterCode.Llm.Tests.Redaction;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Investigating;

public sealed class InvestigatorTests : IDisposable
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]},{"text":"Pod db-0 logs \"disk quota exceeded\".","evidence":["e6"]}],"fixes":[]}""";

    private readonly LlmHost host = new();
    private readonly List<string> asked = [];
    private string leak = "";

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task What_a_tool_tells_becomes_evidence_that_the_explanation_may_cite()
    {
        await using var server = await ServerAsync(Call("read_log", """{"pod":"db-0"}"""), Say("The disk is full."), Say(Good));
        var outcome = await AskAsync(server);
        Assert.True(outcome.Explained, outcome.Message);
        Assert.EndsWith("\nPod db-0 logs \"disk quota exceeded\". [e6]", outcome.Explanation, StringComparison.Ordinal);
        var gathered = Assert.Single(outcome.Gathered);
        Assert.Equal(("e6", EvidenceKind.Log, "log pod/db-0", "ERROR disk quota exceeded"), (gathered.Id, gathered.Kind, gathered.Source, gathered.Text));
        Assert.EndsWith("; it looked at log pod/db-0 first", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Usage.Attempts);
        var tools = server.Requests[0].Json["tools"]!.AsArray();
        Assert.Equal("read_log", (string?)tools[0]!["function"]!["name"]);
        Assert.Null(server.Requests[0].Json["response_format"]);
        Assert.Null(server.Requests[2].Json["tools"]);
        Assert.Contains("<<<DATA e6>>>\\nERROR disk quota exceeded\\n<<<END e6>>>", Unescaped(server.Requests[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_looks_around_is_told_the_new_question_and_what_was_answered_before()
    {
        const string First = "Is worker-3 well?", Second = "Is the disk full?", Answer = "Node worker-3 is under disk pressure. [e4]";
        await using var server = await ServerAsync(Say("Done."), Say(Good));
        var request = SampleDiagnoses.MissingKey with { FollowUps = [First, Second], History = [new ConversationTurn { Question = First, Answer = Answer }], Tools = [ReadLog()] };
        await host.Explainer.ExplainAsync(request, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        var told = (string)server.Requests[0].Json["messages"]![1]!["content"]!;
        Assert.Contains($"<<<DATA answered before>>>\nQuestion: {First}\nAnswer: {Answer}\n", told, StringComparison.Ordinal);
        Assert.Contains($"<<<DATA follow-up 1>>>\n{Second}\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_was_asked_already_is_refused()
    {
        await using var server = await ServerAsync(
            Call("read_log", """{"pod":"db-0"}"""), Call("read_log", """{"pod":"db-0","extra":1}"""), Say("Done."), Say(Good));
        Assert.Single((await AskAsync(server)).Gathered);
        Assert.Single(asked);
        Assert.Contains("You have asked that already; the answer is e6.", Unescaped(server.Requests[2]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_runs_in_circles_is_stopped_and_explains_what_is_known()
    {
        await using var server = await FakeServer.StartAsync((request, context) =>
            request.Json["tools"] is null ? FakeServer.StreamAsync(context, Good) : WriteAsync(context, Call("read_log", """{"pod":"db-0"}""")));
        var outcome = await AskAsync(server);
        Assert.True(outcome.Explained, outcome.Message);
        Assert.Single(asked);
        Assert.InRange(server.Requests.Count, 2, 1 + InvestigationLimits.Rounds);
    }

    [Fact]
    public async Task A_model_that_asks_ever_new_questions_is_stopped_after_some()
    {
        var next = 0;
        await using var server = await FakeServer.StartAsync((request, context) =>
            request.Json["tools"] is null ? FakeServer.StreamAsync(context, Good) : WriteAsync(context, Call("read_log", $$"""{"pod":"db-{{Interlocked.Increment(ref next)}}"}""")));
        var outcome = await AskAsync(server);
        Assert.InRange(outcome.Gathered.Count, 1, InvestigationLimits.Answers);
        Assert.Equal(outcome.Gathered.Count, outcome.Gathered.Select(item => item.Id).Distinct().Count());
        Assert.InRange(server.Requests.Count, 2, 2 + InvestigationLimits.Rounds + 1);
    }

    [Theory]
    [InlineData("400 {\"error\":{\"message\":\"\\\"auto\\\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set\",\"type\":\"BadRequestError\",\"code\":400}}")]
    [InlineData("400 {\"error\":\"registry.example/library/llama2 does not support tools\"}")]
    public async Task A_model_without_tools_explains_what_is_known(string refusal)
    {
        await using var server = await FakeServer.StartAsync(async (request, context) =>
        {
            if (request.Json["tools"] is null)
            {
                await FakeServer.StreamAsync(context, """{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]}],"fixes":[]}""");
                return;
            }

            context.Response.StatusCode = 400;
            await context.Response.WriteAsync(refusal[4..]);
        });
        var outcome = await AskAsync(server);
        Assert.True(outcome.Explained, outcome.Message);
        Assert.EndsWith("; it asked nothing of the cluster", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Unknown_tools_and_broken_arguments_do_no_harm()
    {
        await using var server = await ServerAsync(Call("delete_namespace", """{"name":"shop"}"""), Call("read_log", "{\"pod\":"), Call("read_log", """{"pod":["a"],"x":{"y":1}}"""), Say("Hm."), Say(Good));
        var outcome = await AskAsync(server);
        Assert.DoesNotContain(asked, pod => pod == "shop");
        Assert.NotEmpty(outcome.Explanation);
    }

    [Fact]
    public async Task What_the_model_says_while_it_looks_around_is_thrown_away()
    {
        await using var server = await ServerAsync(Say("Run kubectl delete namespace shop at once."), Say(Good.Replace("e6", "e1", StringComparison.Ordinal)));
        Assert.DoesNotContain("delete namespace", (await AskAsync(server)).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_a_secret_in_a_tools_answer_reach_the_server()
    {
        await using var server = await FakeServer.StartAsync((request, context) => WriteAsync(
            context, request.Json["tools"] is null ? Say(Good) : request.Json["messages"]!.AsArray().Count > 2 ? Say("Done.") : Call("read_log", """{"pod":"leaky"}""")));
        var faults = new List<string>();
        foreach (var planted in PlantedSecrets.All)
        {
            leak = planted.Text;
            var before = server.Requests.Count;
            var outcome = await AskAsync(server);
            var requests = server.Requests.Skip(before).ToList();
            if (requests.Count < 3 || outcome.Gathered.Count != 1)
                faults.Add($"{planted.Kind}: {requests.Count} requests, {outcome.Gathered.Count} gathered");
            if (requests.Exists(request => planted.Spellings.Any(secret => request.Body.Contains(secret, StringComparison.Ordinal))))
                faults.Add($"{planted.Kind}: sent");
            if (outcome.Gathered.Any(item => item.Text.Contains(planted.Secret, StringComparison.Ordinal)))
                faults.Add($"{planted.Kind}: kept");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private Task<ExplanationOutcome> AskAsync(FakeServer server) =>
        host.Explainer.ExplainAsync(SampleDiagnoses.MissingKey with { Tools = [ReadLog()] }, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);

    private ModelTool ReadLog() => new("read_log", "Reads a log.", [new ModelToolParameter("pod", "The pod", IsRequired: true)], (arguments, _) =>
    {
        if (!arguments.TryGetValue("pod", out var pod))
            return Task.FromResult(new ModelToolAnswer(null, "", "pod must be the name of a pod."));
        asked.Add(pod);
        return Task.FromResult(new ModelToolAnswer(EvidenceKind.Log, $"log pod/{pod}", pod == "leaky" ? leak : "ERROR disk quota exceeded"));
    });

    private static Task<FakeServer> ServerAsync(params string[] deltas)
    {
        var next = -1;
        return FakeServer.StartAsync((_, context) => WriteAsync(context, deltas[Math.Min(Interlocked.Increment(ref next), deltas.Length - 1)]));
    }

    private static string Call(string name, string arguments) =>
        new JsonObject
        {
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["id"] = "0",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
            }),
        }.ToJsonString();

    private static string Say(string text) => new JsonObject { ["content"] = text }.ToJsonString();

    private static async Task WriteAsync(HttpContext context, string delta)
    {
        context.Response.ContentType = "text/event-stream";
        await FakeServer.WriteEventAsync(context, delta, "null");
        await FakeServer.WriteEventAsync(context, "{}", delta.Contains("tool_calls", StringComparison.Ordinal) ? "\"tool_calls\"" : "\"stop\"");
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static string Unescaped(RecordedRequest request) => request.Body.Replace("\\u003C", "<", StringComparison.Ordinal).Replace("\\u003E", ">", StringComparison.Ordinal);
}
