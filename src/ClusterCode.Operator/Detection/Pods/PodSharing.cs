namespace ClusterCode.Operator.Detection.Pods;

/// <summary>
/// Lets the pods of one controller share what they have from its template: labels, owner and containers, which are half of what is kept of a pod. One instance serves
/// one informer, which calls it for one pod at a time.
/// </summary>
internal sealed class PodSharing
{
    /// <summary>The controllers that are remembered. With more, all are forgotten and learned anew: what is shared already stays shared.</summary>
    public const int Capacity = 10_000;

    private readonly Dictionary<string, Template> _byController = new(StringComparer.Ordinal);

    /// <summary>The same pod, with the parts of an earlier one of its controller where they are equal.</summary>
    public PodSummary Share(PodSummary pod)
    {
        if (pod.Metadata.Controller() is not { } controller || pod.Metadata.Labels is not { } labels || pod.Spec is not { } spec)
            return pod;
        if (!_byController.TryGetValue(controller.Uid, out var template))
        {
            if (_byController.Count >= Capacity)
                _byController.Clear();
            _byController.Add(controller.Uid, new Template(labels, pod.Metadata.OwnerReferences!, spec));
            return pod;
        }

        if (HaveSameLabels(labels, template.Labels))
            pod.Metadata.Labels = template.Labels;
        if (pod.Metadata.OwnerReferences is [var only] && template.Owners is [var other] && only.Kind == other.Kind && only.Name == other.Name && only.ApiVersion == other.ApiVersion)
            pod.Metadata.OwnerReferences = template.Owners;
        if (AreSame(spec, template.Spec))
            pod.Spec = template.Spec;
        return pod;
    }

    private static bool HaveSameLabels(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other)
    {
        if (one.Count != other.Count)
            return false;
        foreach (var (name, value) in one)
        {
            if (!other.TryGetValue(name, out var known) || known != value)
                return false;
        }

        return true;
    }

    private static bool AreSame(PodSpecSummary one, PodSpecSummary other)
    {
        if (one.RestartPolicy != other.RestartPolicy || one.Containers?.Count != other.Containers?.Count)
            return false;
        for (var i = 0; i < (one.Containers?.Count ?? 0); i++)
        {
            if (one.Containers![i].Name != other.Containers![i].Name
                || !AreSame(one.Containers[i].ReadinessProbe, other.Containers[i].ReadinessProbe)
                || !AreSame(one.Containers[i].StartupProbe, other.Containers[i].StartupProbe))
                return false;
        }

        return true;
    }

    private static bool AreSame(ProbeSummary? one, ProbeSummary? other) =>
        (one?.InitialDelaySeconds, one?.PeriodSeconds, one?.FailureThreshold, one is null) == (other?.InitialDelaySeconds, other?.PeriodSeconds, other?.FailureThreshold, other is null);

    private sealed record Template(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<OwnerSummary> Owners, PodSpecSummary Spec);
}
