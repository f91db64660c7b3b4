using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Backends.Routing;

/// <summary>
/// Asks the backends of a selection one after the other until one answers well. First without waiting, so that a member that is busy or down costs no time; where all
/// are only busy, it waits for the first. The expert's own words are always last, so that no diagnosis is lost to its model.
/// </summary>
internal sealed class RoutedExplainer(BackendResolver resolver, IExplainer explainer)
{
    /// <summary>Explains a diagnosis.</summary>
    public async Task<ExplanationOutcome> ExplainAsync(ExplanationRequest request, BackendSelection selection, CancellationToken cancellationToken)
    {
        if (selection.Candidates.Count == 0)
            return selection.Standin(await explainer.ExplainAsync(request, BackendConfiguration.BuiltIn, cancellationToken).ConfigureAwait(false));
        var failed = new List<(LlmBackend Backend, ExplanationOutcome Outcome)>();
        foreach (var backend in selection.Candidates)
        {
            var outcome = await AskAsync(request with { MayWait = selection.Candidates.Count == 1 }, backend, cancellationToken).ConfigureAwait(false);
            if (outcome.Explained)
                return Marked(outcome, failed);
            failed.Add((backend, outcome));
        }

        var (busy, _) = failed.Find(pair => pair.Outcome.IsBusy);
        if (busy is not null && failed.Count > 1)
        {
            var outcome = await AskAsync(request, busy, cancellationToken).ConfigureAwait(false);
            if (outcome.Explained)
                return Marked(outcome, failed.FindAll(pair => pair.Backend != busy));
        }

        return Failed(failed);
    }

    private async Task<ExplanationOutcome> AskAsync(ExplanationRequest request, LlmBackend backend, CancellationToken cancellationToken)
    {
        var resolved = await resolver.ResolveAsync(backend, cancellationToken).ConfigureAwait(false);
        if (resolved.Configuration is { } configuration)
        {
            // A model without tools explains what is known.
            var asked = backend.Status?.Capabilities?.Tools is false ? request with { Tools = [] } : request;
            return await explainer.ExplainAsync(asked, configuration, cancellationToken).ConfigureAwait(false);
        }

        var words = await explainer.ExplainAsync(request, BackendConfiguration.BuiltIn, cancellationToken).ConfigureAwait(false);
        return BackendSelection.Without(resolved.Reason ?? ConditionReasons.BackendNotReady, resolved.Message ?? "", BackendSelection.NameOf(backend)).Standin(words);
    }

    private static ExplanationOutcome Marked(ExplanationOutcome outcome, List<(LlmBackend Backend, ExplanationOutcome Outcome)> failed) => failed.Count == 0
        ? outcome
        : outcome with
        {
            Message = $"{outcome.Message}; before it, {string.Join("; ", failed.Select(Told))}",
            Usage = outcome.Usage with { FallbackFrom = BackendSelection.NameOf(failed[0].Backend) },
        };

    private static ExplanationOutcome Failed(List<(LlmBackend Backend, ExplanationOutcome Outcome)> failed)
    {
        var (first, outcome) = failed[0];
        return failed.Count == 1
            ? outcome
            : outcome with
            {
                Message = $"None of {failed.Count} backends explains it: {string.Join("; ", failed.Select(Told))}",
                Usage = outcome.Usage with { FallbackFrom = BackendSelection.NameOf(first) },
            };
    }

    private static string Told((LlmBackend Backend, ExplanationOutcome Outcome) failed) =>
        $"{BackendSelection.NameOf(failed.Backend)} ({failed.Outcome.Reason}): {failed.Outcome.Message}";
}
