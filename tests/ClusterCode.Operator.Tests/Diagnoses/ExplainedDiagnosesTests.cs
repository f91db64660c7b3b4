using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Operator.Diagnoses;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;

namespace ClusterCode.Operator.Tests.Diagnoses;

/// <summary>Answers of models, as statuses keep them over restarts.</summary>
public sealed class ExplainedDiagnosesTests
{
    private readonly FakeInformer<DiagnosisRequest> _diagnoses = new(
        Definitions.DiagnosisRequests, new Indexer<DiagnosisRequest>(ExplainedDiagnoses.ByInput, ExplainedDiagnoses.IndexKeys));

    [Fact]
    public void The_newest_answer_to_an_input_is_found()
    {
        Put("old", "d1", "It was old.", Times.Now.AddHours(-2));
        Put("new", "d1", "It is new.", Times.Now.AddHours(-1));
        Put("other", "d2", "It is another.", Times.Now);
        var found = new ExplainedDiagnoses(_diagnoses).Find("d1");
        Assert.Equal(("It is new.", new DateTimeOffset(Times.Now.AddHours(-1))), (found!.Explanation, found.At));
        Assert.Null(new ExplainedDiagnoses(_diagnoses).Find("d3"));
    }

    [Fact]
    public void The_experts_words_that_stood_in_for_a_model_are_no_answer_of_it()
    {
        Put("failed", "d1", "The expert's words.", Times.Now, ConditionStatus.False, ConditionReasons.Timeout);
        Assert.Null(new ExplainedDiagnoses(_diagnoses).Find("d1"));
    }

    [Fact]
    public void An_answer_is_found_while_its_own_diagnosis_is_made_anew()
    {
        var explained = Put("again", "d1", "It is so.", Times.Now);
        var answers = new ExplainedDiagnoses(_diagnoses);
        answers.Remember(explained);
        _diagnoses.Objects.Put(new DiagnosisRequest { Metadata = explained.Metadata, Spec = explained.Spec, Status = new DiagnosisRequestStatus { Phase = DiagnosisPhase.Explaining } });
        Assert.Equal("It is so.", answers.Find("d1")!.Explanation);
        Assert.Null(answers.Find("d2"));
    }

    private DiagnosisRequest Put(string name, string digest, string explanation, DateTime at, string status = ConditionStatus.True, string reason = ConditionReasons.ModelAnswered)
    {
        var diagnosis = TestDiagnoses.Of(new DiagnosisRequestSpec(), new DiagnosisRequestStatus
        {
            Explanation = explanation,
            CompletionTime = at,
            Model = new ModelUsage { Backend = "shop/ollama", InputDigest = digest },
            Conditions = ConditionSet.Set(null, ConditionTypes.Explained, status, reason, "…", 1, Times.Now),
        });
        diagnosis.Metadata.Name = name;
        _diagnoses.Objects.Put(diagnosis);
        return diagnosis;
    }
}
