using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Redaction;

/// <summary>
/// A request without secrets, before anything shortens its texts: of a secret that is cut, no rule recognises the rest. The model
/// and the check of its answer see the same texts, so that what it quotes is still found.
/// </summary>
internal static class RedactedRequest
{
    public static ExplanationRequest Of(ExplanationRequest request) => request with
    {
        TargetDescription = SecretRedactor.RedactUntrusted(request.TargetDescription),
        Question = Optional(request.Question),
        FollowUps = [.. request.FollowUps.Select(SecretRedactor.RedactUntrusted)],
        History = [.. request.History.Select(turn => turn with { Question = SecretRedactor.RedactUntrusted(turn.Question), Answer = SecretRedactor.RedactUntrusted(turn.Answer) })],
        RootCause = request.RootCause is { } root ? Cause(root) : null,
        AdditionalCauses = [.. request.AdditionalCauses.Select(Cause)],
        Findings = [.. request.Findings.Select(Finding)],
        Evidence =
        [
            .. request.Evidence.Select(item => item with
            {
                Source = SecretRedactor.RedactUntrusted(item.Source),
                Text = SecretRedactor.RedactUntrusted(item.Text),
            }),
        ],
    };

    private static RootCause Cause(RootCause cause) => cause with { Summary = SecretRedactor.RedactUntrusted(cause.Summary) };

    private static Finding Finding(Finding finding) => finding with
    {
        Title = SecretRedactor.RedactUntrusted(finding.Title),
        Explanation = Optional(finding.Explanation),
        Remediation =
        [
            .. finding.Remediation.Select(fix => fix with
            {
                Title = SecretRedactor.RedactUntrusted(fix.Title),
                Command = Optional(fix.Command),
                Patch = Optional(fix.Patch),
            }),
        ],
    };

    private static string? Optional(string? text) => text is null ? null : SecretRedactor.RedactUntrusted(text);
}
