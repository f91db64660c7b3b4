using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A process that asks its own pod: rightly where another container of the pod should answer, else because a Service's name was meant.</summary>
internal static class LoopbackDependency
{
    /// <summary>The finding; null while too little is known.</summary>
    public static FindingDraft? Of(DependencyError error)
    {
        var others = error.Pod.Containers.Where(c => c.Name != error.Container.Name).ToList();
        var sidecar = others.FirstOrDefault(c => (c.Spec.Ports ?? []).Any(p => p.ContainerPort == error.Port));
        if (sidecar is not null)
        {
            var state = sidecar.Status is { Ready: true } ? "runs, and nothing listened there" : "is not ready";
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}: container {sidecar.Name} of the same pod, which has that port, {state}") with
            {
                Remediation = [ConnectivityDraft.Ask($"Should {error.Container.Noun()} wait for container {sidecar.Name}? As an init container with restartPolicy Always it starts first")],
            };
        }

        if (others.Find(c => !c.IsInit && c.IsFailing(error.Pod.Pod, error.File.Now)) is { } broken && !error.Container.IsInit)
        {
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}: container {broken.Name} of the same pod does not stay up") with { Behind = [error.Workload.Reference] };
        }

        if (error.Services is not { } services)
            return null;
        var meant = (services.Value ?? []).Where(s => error.Port is { } port && (s.Spec?.Ports ?? []).Any(p => p.Port == port)).Select(s => s.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var inPod = others.Count == 0 ? "the pod has no other container" : $"no other container of the pod ({Wording.List(others.Select(c => c.Name))}) declares that port";
        var has = meant.Count == 0 ? "" : $"; Service{(meant.Count == 1 ? "" : "s")} {Wording.List(meant, 3)} {(meant.Count == 1 ? "has" : "have")} port {DependencyJudgement.Number(error.Port!.Value)}";
        return error.Finding(
            CauseCategories.DependencyAddressWrong,
            $"{error.Container.Title()} asks {error.Target}, its own pod{error.Where}, where nothing answers (connection refused): {inPod}{has}",
            error.Setting) with
        {
            Remediation = [SettingRemedy.Host(error, meant is [var only] ? only : null) ?? ConnectivityDraft.Ask("Which Service is meant? Name it instead of localhost", RemediationRisk.Medium)],
        };
    }
}
