using System.Collections.Concurrent;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.Answers.Grounding;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Caching;

/// <summary>
/// Does not ask a model what it answered already. A stored answer is held against the evidence of today like a new one: where any statement of it no longer stands, the
/// model is asked.
/// </summary>
internal sealed partial class CachingExplainer(IExplainer inner, IPriorAnswers prior, LlmMetrics metrics, TimeProvider timeProvider, ILogger<CachingExplainer> logger) : IExplainer
{
    private readonly ConcurrentDictionary<string, AnswerCache> caches = new(StringComparer.Ordinal);

    public async Task<ExplanationOutcome> ExplainAsync(ExplanationRequest request, BackendConfiguration backend, CancellationToken cancellationToken)
    {
        var settings = CacheSettings.Of(backend);
        if (backend.Spec.Provider == LlmProvider.BuiltIn || request.Evidence.Count == 0 || request.Tools.Count > 0 || settings.Ttl == TimeSpan.Zero || settings.MaxEntries == 0)
            return await inner.ExplainAsync(request, backend, cancellationToken);
        var digest = InputDigest.Of(request, backend);
        var cache = caches.GetOrAdd(backend.Name, static _ => new AnswerCache());
        var stored = Stored(cache, digest, settings);
        var again = stored is null ? null : Reuse(request, backend, stored, digest);
        metrics.LookedUp(backend.Name, stored is null ? "miss" : again is null ? "stale" : "hit");
        if (stored is not null && again is not null)
        {
            metrics.Explained(backend.Name, again);
            LogReused(backend.Name, digest);
            cache.Keep(digest, stored, settings.MaxEntries);
            return again;
        }

        var outcome = await inner.ExplainAsync(request, backend, cancellationToken);
        if (!outcome.Explained || outcome.Reason != ConditionReasons.ModelAnswered)
            return outcome;
        cache.Keep(digest, Store(outcome), settings.MaxEntries);
        return outcome with { Usage = outcome.Usage with { InputDigest = digest } };
    }

    private StoredAnswer? Stored(AnswerCache cache, string digest, CacheSettings settings)
    {
        var found = cache.Find(digest) ?? prior.Find(digest);
        if (found is null || timeProvider.GetUtcNow() - found.At < settings.Ttl)
            return found;
        cache.Forget(digest);
        return null;
    }

    private StoredAnswer Store(ExplanationOutcome outcome) => new()
    {
        Explanation = outcome.Explanation,
        Answer = outcome.Answer,
        FollowUps = [.. outcome.Conversation.Select(turn => turn.Answer)],
        Remediation = outcome.Remediation,
        At = timeProvider.GetUtcNow(),
    };

    private static ExplanationOutcome? Reuse(ExplanationRequest request, BackendConfiguration backend, StoredAnswer stored, string digest)
    {
        var answer = new ModelAnswer
        {
            Cause = AnswerSchema.CauseIds(request).FirstOrDefault() ?? AnswerSchema.OtherCause,
            Explanation = KeptWords.Statements(stored.Explanation),
            Answer = KeptWords.Statements(stored.Answer ?? ""),
            FollowUps = [.. stored.FollowUps.Select(KeptWords.Statements)],
            Fixes = [.. stored.Remediation.Select(fix => new ProposedFix(fix.Title, fix.Command ?? ""))],
        };
        var grounded = new Grounder(request).Ground(answer);
        if (grounded.Dropped.Count > 0 || grounded.Explanation.Length == 0 || stored.FollowUps.Count != request.FollowUps.Count)
            return null;
        var standing = EarlierTurns.Standing(request);
        return new ExplanationOutcome
        {
            Explained = true,
            Reason = ConditionReasons.ModelAnswered,
            Message = $"model {backend.Spec.Model} of LlmBackend {backend.Name} answered at {stored.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; the failure and what shows it are the same, so it was not asked again",
            Explanation = grounded.Explanation,
            Answer = stored.Answer,
            Conversation = [.. standing, .. request.FollowUps.Zip(stored.FollowUps, (question, text) => new ConversationTurn { Question = question, Answer = text }).Skip(standing.Count)],
            Remediation = grounded.Fixes,
            Usage = new ModelUsage { Backend = backend.Name, Model = backend.Spec.Model, Cached = true, Attempts = 0, InputDigest = digest },
        };
    }
}
