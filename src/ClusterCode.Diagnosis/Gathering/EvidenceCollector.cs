using System.Runtime.CompilerServices;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>
/// Gathers from a view of the cluster: first which workloads, pods and objects are meant, then, side by side, what concerns the pods that fail, then, round by
/// round, what the analyzers wish for.
/// </summary>
internal sealed class EvidenceCollector(IClusterView view, ISecretRedactor redactor, TimeProvider clock, int mostRequests) : ICaseGatherer
{
    private readonly WorkloadCollector _workloads = new(redactor, clock);
    private readonly ConditionalWeakTable<CaseFacts, CaseReaders> _readers = [];

    /// <summary>Gathers as much as one diagnosis may.</summary>
    public EvidenceCollector(IClusterView view, ISecretRedactor redactor, TimeProvider clock)
        : this(view, redactor, clock, GatheringLimits.Requests)
    {
    }

    /// <inheritdoc />
    public async Task<GatherResult> GatherAsync(DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var readers = new CaseReaders(view, redactor);
        var ns = WholeNamespace.Of(subject) ?? subject.Namespace;
        var facts = new CaseFacts(ns);
        _readers.Add(facts, readers);
        var resolution = WholeNamespace.Of(subject) is null
            ? await readers.Users.AddAsync(await readers.Targets.ResolveAsync(subject, cancellationToken).ConfigureAwait(false), ns, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : await readers.Namespaces.ResolveAsync(subject.Target!, cancellationToken).ConfigureAwait(false);
        if (resolution.Refusal is { } refusal)
        {
            return GatherResult.Refused(refusal, resolution.Message!);
        }

        var file = new CaseFile
        {
            Namespace = ns,
            Now = clock.GetUtcNow(),
            IsNamespaceWide = resolution.IsNamespaceWide,
            Facts = facts,
            Objects = [.. resolution.Objects.Select(o => o with { Value = readers.Sanitizer.Sanitize(o.Value) })],
            Notes = resolution.Message is { } note ? [note] : [],
        };
        file = await _workloads.AddAsync(file, resolution, readers, cancellationToken).ConfigureAwait(false);
        return GatherResult.Of(AccessNotes.Add(file, readers.Forbidden));
    }

    /// <inheritdoc />
    public async Task<CaseFile?> ExtendAsync(CaseFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (wishes, follow) = file.Facts.TakeWishes();
        if ((wishes.Count == 0 && follow.Count == 0) || !_readers.TryGetValue(file.Facts, out var readers))
        {
            return null;
        }

        var left = mostRequests - readers.Requests;
        if (++readers.Rounds > GatheringLimits.Rounds || left <= 0)
        {
            file.Facts.Close(SpentMessage(readers));
            return file;
        }

        // What is told of many objects at once is worth more than what is told of one.
        var granted = wishes.OrderBy(w => w.Rank).Take(left).ToList();
        await Task.WhenAll(granted.Select(w => w.FulfilAsync(readers.Facts, file.Facts, cancellationToken))).ConfigureAwait(false);
        foreach (var refused in wishes.Except(granted))
        {
            refused.Refuse(file.Facts, SpentMessage(readers));
        }

        foreach (var wish in follow.Where(_ => readers.Requests < mostRequests))
        {
            file = await FollowAsync(file, wish, readers, cancellationToken).ConfigureAwait(false);
        }

        return AccessNotes.Add(file, readers.Forbidden);
    }

    private static string SpentMessage(CaseReaders readers) => $"the diagnosis had read as much as it may ({readers.Requests} requests)";

    private async Task<CaseFile> FollowAsync(CaseFile file, FollowWish wish, CaseReaders readers, CancellationToken cancellationToken)
    {
        var resolution = await readers.Targets.ResolveAsync(new DiagnosisSubject { Namespace = wish.Namespace, Target = wish.Target }, cancellationToken).ConfigureAwait(false);
        if (resolution.Refusal is not null)
        {
            return file;
        }

        var known = file.Objects.Select(o => o.Reference).ToHashSet();
        var objects = resolution.Objects
            .Where(o => !known.Contains(o.Reference))
            .Select(o => o with { Value = readers.Sanitizer.Sanitize(o.Value), IsFollowed = true });
        var workloads = file.Workloads.Select(w => w.Reference).ToHashSet();
        return await _workloads.AddAsync(
            file with { Objects = [.. file.Objects, .. objects] },
            resolution with { Workloads = [.. resolution.Workloads.Where(w => !workloads.Contains(w.Reference)).Select(w => w with { IsFollowed = true })] },
            readers,
            cancellationToken).ConfigureAwait(false);
    }
}
