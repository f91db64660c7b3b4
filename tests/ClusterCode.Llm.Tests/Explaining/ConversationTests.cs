using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>Questions that are added to a diagnosis that was explained before.</summary>
public sealed class ConversationTests : IDisposable
{
    private const string First = "Is worker-3 well?";
    private const string Second = "And what does the ConfigMap hold?";
    private const string Stands = "Node worker-3 is under disk pressure. [e4]";

    private static readonly DateTime Then = new(2026, 11, 22, 9, 0, 0, DateTimeKind.Utc);

    private readonly LlmHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Only_the_new_question_is_asked_and_the_answers_before_it_stay()
    {
        await using var server = await FakeServer.OfChatAsync(Answering("It has DATABASE_URL only.", "e2"));
        var outcome = await AskAsync(server, Turn(Stands));
        Assert.True(outcome.Explained, outcome.Message);
        Assert.Equal([Turn(Stands), new ConversationTurn { Question = Second, Answer = "It has DATABASE_URL only. [e2]" }], outcome.Conversation);
        var prompt = (string)Assert.Single(server.Requests).Json["messages"]![1]!["content"]!;
        Assert.Contains($"<<<DATA answered before>>>\nQuestion: {First}\nAnswer: {Stands}\n<<<END answered before>>>", prompt, StringComparison.Ordinal);
        Assert.Contains($"<<<DATA follow-up 1>>>\n{Second}\n", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("<<<DATA follow-up 2>>>", prompt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Node worker-7 is under disk pressure. [e4]")]
    [InlineData("Node worker-3 has 17 pods. [e4]")]
    [InlineData("Node worker-3 is under disk pressure. [e44]")]
    public async Task An_answer_that_the_evidence_no_longer_bears_is_asked_for_anew(string before)
    {
        await using var server = await FakeServer.OfChatAsync(Answering("Node worker-3 is under disk pressure.", "e4", "It has DATABASE_URL only.", "e2"));
        var outcome = await AskAsync(server, Turn(before));
        Assert.Equal([Stands, "It has DATABASE_URL only. [e2]"], outcome.Conversation.Select(turn => turn.Answer));
        Assert.DoesNotContain("answered before", server.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_expert_answered_in_a_models_stead_the_model_is_asked()
    {
        var expert = ExpertWords.Explain(SampleDiagnoses.MissingKey with { FollowUps = [First] }).Conversation[0].Answer;
        await using var server = await FakeServer.OfChatAsync(Answering("Node worker-3 is under disk pressure.", "e4", "It has DATABASE_URL only.", "e2"));
        Assert.Equal([Stands, "It has DATABASE_URL only. [e2]"], (await AskAsync(server, Turn(expert))).Conversation.Select(turn => turn.Answer));
    }

    [Fact]
    public async Task A_model_that_fails_takes_no_answer_away()
    {
        await using var server = await FakeServer.OfChatAsync("I am sorry.");
        var outcome = await AskAsync(server, Turn(Stands));
        Assert.Equal(ConditionReasons.AnswerInvalid, outcome.Reason);
        Assert.Equal(Turn(Stands), outcome.Conversation[0]);
        Assert.Equal(ExpertWords.Explain(SampleDiagnoses.MissingKey with { FollowUps = [Second] }).Conversation[0].Answer, outcome.Conversation[1].Answer);
    }

    [Fact]
    public async Task Without_a_model_the_answers_stay_too()
    {
        var outcome = await host.Explainer.ExplainAsync(Asked(Turn(Stands)), BackendConfiguration.BuiltIn, default);
        Assert.Equal(Turn(Stands), outcome.Conversation[0]);
    }

    [Fact]
    public async Task Of_a_long_conversation_the_latest_turns_are_told_and_the_evidence_keeps_its_room()
    {
        var turns = Enumerable.Range(0, 19).Select(i => new ConversationTurn
        {
            Question = $"{(char)('a' + i)}: {string.Concat(Enumerable.Repeat("why ", 200))}?",
            Answer = $"{string.Concat(Enumerable.Repeat("Node worker-3 is under disk pressure. ", 12))}[e4]",
        }).ToArray();
        await using var server = await FakeServer.OfChatAsync(Answering("It has DATABASE_URL only.", "e2"));
        var request = SampleDiagnoses.MissingKey with { FollowUps = [.. turns.Select(turn => turn.Question), Second], History = turns };
        var outcome = await host.Explainer.ExplainAsync(request, LlmHost.Backend(LlmProvider.VLLM, server.Address), default);
        Assert.Equal(20, outcome.Conversation.Count);
        Assert.Equal(turns, outcome.Conversation.Take(19));
        var prompt = (string)Assert.Single(server.Requests).Json["messages"]![1]!["content"]!;
        Assert.Contains("Question: s: why", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Question: a: why", prompt, StringComparison.Ordinal);
        Assert.All(SampleDiagnoses.MissingKey.Evidence, item => Assert.Contains($"<<<DATA {item.Id}>>>", prompt, StringComparison.Ordinal));
    }

    private Task<ExplanationOutcome> AskAsync(FakeServer server, ConversationTurn before) =>
        host.Explainer.ExplainAsync(Asked(before), LlmHost.Backend(LlmProvider.VLLM, server.Address), default);

    private static ExplanationRequest Asked(ConversationTurn before) => SampleDiagnoses.MissingKey with { FollowUps = [First, Second], History = [before] };

    private static ConversationTurn Turn(string answer) => new() { Question = First, Answer = answer, Time = Then };

    // Pairs of a text and the evidence that it cites, an answer each.
    private static string Answering(params string[] pairs)
    {
        var answers = pairs.Chunk(2).Select(pair => $$"""[{"text":"{{pair[0]}}","evidence":["{{pair[1]}}"]}]""");
        return $$"""{"cause":"c1","explanation":[{"text":"ConfigMap checkout-config has no key DB_URL.","evidence":["e1"]}],"followUps":[{{string.Join(',', answers)}}],"fixes":[]}""";
    }
}
