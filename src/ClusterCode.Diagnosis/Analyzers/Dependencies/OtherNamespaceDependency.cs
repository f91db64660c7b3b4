using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A process that cannot reach a Service of another namespace, which a diagnosis does not read; whether the namespace exists may still be known.</summary>
internal static class OtherNamespaceDependency
{
    /// <summary>The finding; null while too little is known.</summary>
    public static FindingDraft? Of(DependencyError error, ClusterName name)
    {
        if (error.Services is not { } services || error.File.Facts.Get<V1Namespace>(null, name.Namespace) is not { } ns)
            return null;
        var hasOwn = services.Value?.Any(s => s.Metadata.Name == name.Service) == true;
        if (ns.IsMissing && !name.IsExplicit && !hasOwn && error.Shape.Kind != ErrorShapeKind.NoSuchHost)
            return error.Finding(CauseCategories.DependencyUnreachable, $"{error.Begins}{error.Where}");
        if (ns.IsMissing)
        {
            if (error.File.Facts.Names<V1Namespace>(null) is not { } names)
                return null;
            var near = NearMiss.Best(name.Namespace, names.Value ?? []);
            var meant = hasOwn ? $"; namespace {error.File.Namespace} has a Service {name.Service}" : near is null ? "" : $"; namespace {near} exists";
            return error.Finding(
                error.Reference is null ? CauseCategories.ServiceMissing : CauseCategories.DependencyAddressWrong,
                $"{error.Begins}{error.Where}: namespace {name.Namespace} does not exist{meant}",
                error.Reference is null ? Refer.Service(name.Namespace, name.Service) : error.Setting) with
            {
                Confidence = Confidence.High,
                Remediation = [SettingRemedy.Host(error, hasOwn ? name.Service : near is null ? null : $"{name.Service}.{near}") ?? ConnectivityDraft.Ask("Which namespace is meant?", RemediationRisk.Medium)],
            };
        }

        if (error.Shape.Kind == ErrorShapeKind.NoSuchHost && hasOwn)
        {
            return error.Finding(
                CauseCategories.DependencyAddressWrong,
                $"{error.Begins}{error.Where}: namespace {name.Namespace} seems to have no Service {name.Service}, and namespace {error.File.Namespace} has one",
                error.Setting) with
            {
                Remediation = [SettingRemedy.Host(error, name.Service) ?? ConnectivityDraft.Ask($"Is Service {name.Service} of namespace {error.File.Namespace} meant?", RemediationRisk.Medium)],
            };
        }

        if (error.Shape.Kind is ErrorShapeKind.Timeout or ErrorShapeKind.Unreachable && error.Port is { } port)
        {
            if (error.File.Facts.List<V1NetworkPolicy>(error.File.Namespace) is not { } policies)
                return null;
            if (policies.IsFound && new NetworkPolicies.PolicySet(policies.Value).OtherNamespace(error.Pod.Pod, port) is { } block)
                return DependencyJudgement.Blocked(error, block, $"Service {name.Service} of namespace {name.Namespace}", error.Pod.Pod);
        }

        return error.Finding(
            CauseCategories.DependencyUnreachable,
            $"{error.Begins}{error.Where}; a diagnosis of namespace {error.File.Namespace} does not read Service {name.Service} of namespace {name.Namespace}") with
        {
            Remediation = [ConnectivityDraft.Ask($"Does Service {name.Service} exist in namespace {name.Namespace}, with ready endpoints, and do that namespace's NetworkPolicies let {error.File.Namespace} in?")],
        };
    }
}
