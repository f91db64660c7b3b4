using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Llm.Caching;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>The models' answers as the statuses of DiagnosisRequests hold them, so that what was answered before a restart is not asked again after it.</summary>
internal sealed class ExplainedDiagnoses(IInformer<DiagnosisRequest> diagnoses) : IPriorAnswers
{
    // About 3 MiB of answers.
    private const int MostReplaced = 1000;

    private readonly AnswerCache _replaced = new();

    /// <summary>The index of diagnoses by what the model was asked.</summary>
    public const string ByInput = "by-input";

    /// <summary>The keys of a diagnosis in the index: none unless a model explained it.</summary>
    public static IEnumerable<string> IndexKeys(DiagnosisRequest diagnosis) =>
        diagnosis.Status is { Model.InputDigest: { } digest, Explanation.Length: > 0 } status
        && ConditionSet.Get(status.Conditions, ConditionTypes.Explained) is { Status: ConditionStatus.True, Reason: ConditionReasons.ModelAnswered }
            ? [digest]
            : [];

    /// <summary>Keeps the answer of a diagnosis that is made anew: its status, which is overwritten before the model is asked, may be the only one that holds it.</summary>
    public void Remember(DiagnosisRequest diagnosis)
    {
        foreach (var digest in IndexKeys(diagnosis))
        {
            if (Answer(diagnosis.Status!) is { } answer)
                _replaced.Keep(digest, answer, MostReplaced);
        }
    }

    /// <inheritdoc/>
    public StoredAnswer? Find(string inputDigest) => diagnoses.Store.ByIndex(ByInput, inputDigest)
        .Select(diagnosis => Answer(diagnosis.Status!))
        .Append(_replaced.Find(inputDigest))
        .MaxBy(answer => answer?.At);

    private static StoredAnswer? Answer(DiagnosisRequestStatus status) => status is { Explanation: { } explanation, CompletionTime: { } at }
        ? new StoredAnswer
        {
            Explanation = explanation,
            Answer = status.Answer,
            FollowUps = [.. status.Conversation.Select(turn => turn.Answer)],
            At = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
        }
        : null;
}
