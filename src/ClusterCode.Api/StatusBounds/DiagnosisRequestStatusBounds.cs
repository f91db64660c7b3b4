using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;

namespace ClusterCode.Api.StatusBounds;

/// <summary>The sizes that the CRD allows a DiagnosisRequest's status. A status beyond them is refused by the API server as a whole, so it is cut before it is written.</summary>
public static class DiagnosisRequestStatusBounds
{
    /// <summary>The most findings.</summary>
    public const int Findings = 100;

    /// <summary>The most pieces of evidence.</summary>
    public const int Evidence = 200;

    /// <summary>The most additional causes.</summary>
    public const int AdditionalCauses = 32;

    /// <summary>The longest excerpt, explanation, answer or patch, in characters.</summary>
    public const int LongText = 16384;

    /// <summary>The longest explanation of a finding, and the longest command.</summary>
    public const int MediumText = 4096;

    /// <summary>The longest one-sentence text: a root cause's summary, a title, a source.</summary>
    public const int Sentence = 1024;

    private const int Word = 64;
    private const int Id = 32;
    private const int Citations = 64;
    private const int Remediations = 16;
    private const int Turns = 20;
    private const int Question = 1000;
    private const int Target = 320;
    private const int Model = 256;

    /// <summary>The status within the CRD's bounds: lists cut at their end, texts cut with an ellipsis.</summary>
    public static DiagnosisRequestStatus Fit(DiagnosisRequestStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status with
        {
            LastHandledRequestedAt = BoundedText.CutOrNull(status.LastHandledRequestedAt, Sentence),
            Target = BoundedText.CutOrNull(status.Target, Target),
            RootCause = status.RootCause is null ? null : Fit(status.RootCause),
            AdditionalCauses = [.. status.AdditionalCauses.Take(AdditionalCauses).Select(Fit)],
            Findings = [.. status.Findings.Take(Findings).Select(Fit)],
            Evidence = [.. status.Evidence.Take(Evidence).Select(Fit)],
            Explanation = BoundedText.CutOrNull(status.Explanation, LongText),
            Answer = BoundedText.CutOrNull(status.Answer, LongText),
            Conversation = [.. status.Conversation.Take(Turns).Select(Fit)],
            Model = status.Model is null ? null : status.Model with { Model = BoundedText.CutOrNull(status.Model.Model, Model) },
        };
    }

    private static RootCause Fit(RootCause cause) => cause with
    {
        Summary = BoundedText.Cut(cause.Summary, Sentence),
        Category = BoundedText.Cut(cause.Category, Word),
        Evidence = BoundedText.Cut(cause.Evidence, Citations, Id),
    };

    private static Finding Fit(Finding finding) => finding with
    {
        Title = BoundedText.Cut(finding.Title, Sentence),
        Category = BoundedText.Cut(finding.Category, Word),
        Explanation = BoundedText.CutOrNull(finding.Explanation, MediumText),
        Evidence = BoundedText.Cut(finding.Evidence, Citations, Id),
        Remediation = [.. finding.Remediation.Take(Remediations).Select(Fit)],
    };

    private static Remediation Fit(Remediation remediation) => remediation with
    {
        Title = BoundedText.Cut(remediation.Title, Sentence),
        Command = BoundedText.CutOrNull(remediation.Command, MediumText),
        Patch = BoundedText.CutOrNull(remediation.Patch, LongText),
    };

    private static EvidenceItem Fit(EvidenceItem item) => item with
    {
        Source = BoundedText.Cut(item.Source, Sentence),
        Text = BoundedText.Cut(item.Text, LongText),
    };

    private static ConversationTurn Fit(ConversationTurn turn) => turn with
    {
        Question = BoundedText.Cut(turn.Question, Question),
        Answer = BoundedText.Cut(turn.Answer, LongText),
    };
}
