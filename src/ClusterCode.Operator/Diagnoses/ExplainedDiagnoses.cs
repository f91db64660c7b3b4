using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.Llm.Caching;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>The models' answers as the statuses of DiagnosisRequests hold them, so that what was answered before a restart is not asked again after it.</summary>
internal sealed class ExplainedDiagnoses(IInformer<DiagnosisRequest> diagnoses) : IPriorAnswers
{
    /// <summary>The index of diagnoses by what the model was asked.</summary>
    public const string ByInput = "by-input";

    /// <summary>The keys of a diagnosis in the index: none unless a model explained it.</summary>
    public static IEnumerable<string> IndexKeys(DiagnosisRequest diagnosis) =>
        diagnosis.Status is { Model.InputDigest: { } digest, Explanation.Length: > 0 } status
        && ConditionSet.Get(status.Conditions, ConditionTypes.Explained) is { Status: ConditionStatus.True, Reason: ConditionReasons.ModelAnswered }
            ? [digest]
            : [];

    /// <inheritdoc/>
    public StoredAnswer? Find(string inputDigest) => diagnoses.Store.ByIndex(ByInput, inputDigest)
        .Select(diagnosis => diagnosis.Status!)
        .Where(status => status.Explanation is not null && status.CompletionTime is not null)
        .MaxBy(status => status.CompletionTime) is { } status
        ? new StoredAnswer
        {
            Explanation = status.Explanation!,
            Answer = status.Answer,
            FollowUps = [.. status.Conversation.Select(turn => turn.Answer)],
            At = new DateTimeOffset(DateTime.SpecifyKind(status.CompletionTime!.Value, DateTimeKind.Utc)),
        }
        : null;
}
