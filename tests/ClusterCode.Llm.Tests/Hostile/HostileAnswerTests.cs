using System.Diagnostics;
using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Thousands of answers that a model may give, judged as production judges them, and held against an oracle of the tests' own.</summary>
public sealed class HostileAnswerTests
{
    private const int AnswersOfEach = 3000;
    private const string Start = "{\"cause\":\"c1\",\"explanation\":[{";

    /// <summary>Diagnoses to answer: with questions, without a proved cause, without any cause, with a secret that slipped into the evidence.</summary>
    public static TheoryData<string, int> Diagnoses => new() { { "proved", 0 }, { "inferred", 100_000 }, { "unknown", 200_000 }, { "leaky", 300_000 } };

    [Theory]
    [MemberData(nameof(Diagnoses))]
    public void Nothing_ungrounded_is_ever_shown(string diagnosis, int first)
    {
        var judged = new JudgedDiagnosis(Request(diagnosis));
        var oracle = new GroundingOracle(judged.Request);
        var faults = new List<string>();
        var explained = 0;
        for (var number = first; number < first + AnswersOfEach; number++)
        {
            var answer = HostileAnswers.Make(number, judged.Request);
            var outcome = judged.Outcome(answer);
            explained += outcome.Explained ? 1 : 0;
            faults.AddRange(oracle.Faults(answer, outcome).Select(fault => $"{fault} ({answer.Made})"));
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(20))}");
        Assert.InRange(explained, AnswersOfEach / 5, AnswersOfEach);
    }

    /// <summary>Parts from which answers of any size are made, and what stands around them.</summary>
    public static TheoryData<string, string, string> Endless => new()
    {
        { "", "{", "" },
        { "", "[", "" },
        { "", "{\"a\":", "" },
        { "", "{x} ", "" },
        { "", "<think>", "" },
        { "", "</think>{", "" },
        { "", "\"", "" },
        { "", "\\", "" },
        { Start + "\"text\":\"", "a", "\",\"evidence\":[\"e1\"]}],\"fixes\":[]}" },
        { Start + "\"text\":\"", " DB_URL \\u202e", "\",\"evidence\":[\"e1\"]}],\"fixes\":[]}" },
        { Start + "\"text\":\"The key DB_URL is missing.\",\"evidence\":[", "\"e1\",", "\"e2\"]}],\"fixes\":[]}" },
        { Start + "\"text\":\"The key DB_URL is missing.\",\"evidence\":\"", "e1,", "e2\"}],\"fixes\":[]}" },
        { "{\"cause\":\"c1\",\"explanation\":[", "{\"text\":\"The key DB_URL is missing.\",\"evidence\":[\"e1\"]},", "],\"fixes\":[]}" },
        { Start + "\"text\":\"The key DB_URL is missing.\",\"evidence\":[\"e1\"]}],\"fixes\":[", "{\"title\":1},", "]}" },
        { "{\"cause\":\"c1\",", "\"explanation\":[],", "\"explanation\":[]}" },
    };

    [Theory]
    [MemberData(nameof(Endless))]
    public void The_time_to_judge_an_answer_grows_with_its_length_at_most(string before, string piece, string after)
    {
        var judged = new JudgedDiagnosis(Request("proved"));
        var oracle = new GroundingOracle(judged.Request);
        foreach (var length in (int[])[1000, 60_000, 250_000, 4_000_000])
        {
            var text = before + string.Concat(Enumerable.Repeat(piece, length / piece.Length)) + after;
            var answer = new HostileAnswer(text, ChatFinishReason.Stop, "c1", $"{length} characters");
            var start = Stopwatch.GetTimestamp();
            var outcome = judged.Outcome(answer);
            // Were it quadratic, a quarter of a million characters would take minutes.
            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Empty(oracle.Faults(answer, outcome));
        }
    }

    [Fact]
    public async Task Over_the_wire_it_is_the_same()
    {
        using var host = new LlmHost();
        var request = Request("proved");
        var oracle = new GroundingOracle(request);
        var text = "";
        await using var server = await FakeServer.StartAsync((_, context) => FakeServer.StreamAsync(context, text));
        for (var number = 0; number < 200; number++)
        {
            var answer = HostileAnswers.Make(number, request) with { Finish = ChatFinishReason.Stop };
            text = answer.Text;
            var outcome = await host.Explainer.ExplainAsync(request, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
            Assert.True(!oracle.Faults(answer, outcome).Any(), $"{string.Join('\n', oracle.Faults(answer, outcome))} ({answer.Made})");
        }
    }

    [Fact]
    public async Task Megabytes_over_the_wire_leave_the_experts_words()
    {
        using var host = new LlmHost();
        var request = Request("proved");
        await using var server = await FakeServer.OfChatAsync(Start + "\"text\":\"" + new string('a', 1_000_000));
        var start = Stopwatch.GetTimestamp();
        var outcome = await host.Explainer.ExplainAsync(request, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        Assert.False(outcome.Explained);
        Assert.Empty(new GroundingOracle(request).Faults(new HostileAnswer("", ChatFinishReason.Stop, null, ""), outcome));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    internal static ExplanationRequest Request(string diagnosis)
    {
        var proved = SampleDiagnoses.MissingKey with { Question = "Why is checkout down?", FollowUps = ["Is worker-3 well?", "Which key is there?"] };
        return diagnosis switch
        {
            "inferred" => proved with { RootCause = proved.RootCause! with { Confidence = Confidence.Medium } },
            "unknown" => SampleDiagnoses.Unknown,
            "leaky" => proved with { Evidence = [.. proved.Evidence.Select(item => item with { Text = "password=hunter22 key AKIAABCDEFGHIJKLMNOP " + item.Text })] },
            _ => proved,
        };
    }
}
