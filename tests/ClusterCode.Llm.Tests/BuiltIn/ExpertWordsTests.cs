using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;

namespace ClusterCode.Llm.Tests.BuiltIn;

public class ExpertWordsTests
{
    [Fact]
    public void A_proved_cause_is_explained_with_its_evidence_symptoms_and_remedies() =>
        GoldenFile.Matches("missing-key.txt", Rendered(SampleDiagnoses.MissingKey with
        {
            Question = "Why are the replicas of my Deployment not available?",
            FollowUps = ["Is the disk of the node full?", "Should I use another database?"],
        }));

    [Fact]
    public void A_healthy_target_is_said_to_be_healthy() =>
        GoldenFile.Matches("healthy.txt", Rendered(SampleDiagnoses.Healthy with { Question = "Why is it slow?" }));

    [Fact]
    public void An_unknown_cause_is_said_to_be_unknown() =>
        GoldenFile.Matches("unknown.txt", Rendered(SampleDiagnoses.Unknown with { Question = "Who ate my cheese?" }));

    [Fact]
    public void The_same_diagnosis_is_always_told_in_the_same_words() =>
        Assert.Equal(Rendered(SampleDiagnoses.MissingKey), Rendered(SampleDiagnoses.MissingKey with { }));

    [Fact]
    public void Terminal_escapes_in_evidence_are_not_repeated()
    {
        var request = SampleDiagnoses.MissingKey with
        {
            Evidence = [.. SampleDiagnoses.MissingKey.Evidence.Select(item => item with { Text = "\u001b[31m\u202eevil\u0007 " + item.Text })],
        };
        var text = Rendered(request);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c is not '\n' and not '\r');
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains("evil waiting CreateContainerConfigError", text, StringComparison.Ordinal);
    }

    private static string Rendered(ExplanationRequest request)
    {
        var words = ExpertWords.Explain(request);
        var turns = words.Conversation.Select(turn => $"\n--- follow-up: {turn.Question}\n{turn.Answer}\n");
        return $"--- explanation\n{words.Explanation}\n" + (words.Answer is null ? "" : $"\n--- answer to: {request.Question}\n{words.Answer}\n") + string.Concat(turns);
    }
}
