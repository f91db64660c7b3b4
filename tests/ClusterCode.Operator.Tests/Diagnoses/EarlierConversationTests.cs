using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

/// <summary>What is kept of a conversation when a question is added to it.</summary>
public sealed class EarlierConversationTests
{
    private static readonly DiagnosisRequestStatus Before = new()
    {
        Fingerprint = "f00d",
        Conversation = [Turn("Why?", "The disk is full. [e1, e7]"), Turn("Since when?", "Since the rollout. [e2]")],
        Evidence = [Item("e1"), Item("e2"), Item("e7"), Item("e8")],
    };

    [Fact]
    public void Answers_stay_and_so_does_what_they_cite_and_nobody_gathered_again()
    {
        var earlier = EarlierConversation.Of(Asking("Why?", "Since when?", "What now?"), Before, Report("f00d", "e1", "e2"));
        Assert.Equal(Before.Conversation, earlier.Turns);
        Assert.Equal("e7", Assert.Single(earlier.Evidence).Id);
    }

    [Fact]
    public void From_the_first_question_that_is_another_all_are_asked_anew() =>
        Assert.Equal("Why?", Assert.Single(EarlierConversation.Of(Asking("Why?", "Since yesterday?"), Before, Report("f00d")).Turns).Question);

    [Theory]
    [InlineData("beef", DiagnosisDepth.Explain)]
    [InlineData("f00d", DiagnosisDepth.Analyze)]
    public void Another_failure_and_a_diagnosis_without_explanation_begin_with_nothing(string fingerprint, DiagnosisDepth depth)
    {
        var earlier = EarlierConversation.Of(Asking("Why?") with { Depth = depth }, Before, Report(fingerprint));
        Assert.Empty(earlier.Turns);
        Assert.Empty(earlier.Evidence);
    }

    [Fact]
    public void A_status_holds_them_while_the_new_question_is_asked()
    {
        var diagnosis = new DiagnosisRequest { Metadata = new() { Name = "why", NamespaceProperty = "shop", Generation = 2 }, Spec = Asking("Why?", "Since when?", "What now?") };
        var status = AnalysisStatus.Analyzed(diagnosis, Before, Report("f00d", "e1", "e2"), null, Times.Now, Times.Now);
        Assert.Equal(Before.Conversation, status.Conversation);
        Assert.Equal(["e1", "e2", "e7"], status.Evidence.Select(item => item.Id));
        Assert.Equal(Before.Conversation, ExplanationRequests.Of(new DiagnosisRequest { Metadata = diagnosis.Metadata, Spec = diagnosis.Spec, Status = status }).History);
    }

    private static DiagnosisRequestSpec Asking(params string[] questions) => new() { FollowUps = questions };

    private static ExpertReport Report(string fingerprint, params string[] evidence) =>
        new() { Outcome = ExpertOutcome.CauseFound, Message = "…", Fingerprint = fingerprint, Evidence = [.. evidence.Select(Item)] };

    private static EvidenceItem Item(string id) => new() { Id = id, Kind = EvidenceKind.Log, Source = "log", Text = id };

    private static ConversationTurn Turn(string question, string answer) => new() { Question = question, Answer = answer };
}
