using System.Collections.Frozen;
using ClusterCode.Api.DiagnosisRequests;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Reads <c>KIND/NAME</c> as kubectl does: any case, plural, or short name; <c>KIND.VERSION.GROUP/NAME</c> for custom resources.</summary>
internal static class TargetSyntax
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["pod"] = "Pod", ["pods"] = "Pod", ["po"] = "Pod",
        ["deployment"] = "Deployment", ["deployments"] = "Deployment", ["deploy"] = "Deployment",
        ["replicaset"] = "ReplicaSet", ["replicasets"] = "ReplicaSet", ["rs"] = "ReplicaSet",
        ["statefulset"] = "StatefulSet", ["statefulsets"] = "StatefulSet", ["sts"] = "StatefulSet",
        ["daemonset"] = "DaemonSet", ["daemonsets"] = "DaemonSet", ["ds"] = "DaemonSet",
        ["job"] = "Job", ["jobs"] = "Job",
        ["cronjob"] = "CronJob", ["cronjobs"] = "CronJob", ["cj"] = "CronJob",
        ["service"] = "Service", ["services"] = "Service", ["svc"] = "Service",
        ["endpoints"] = "Endpoints", ["ep"] = "Endpoints",
        ["endpointslice"] = "EndpointSlice", ["endpointslices"] = "EndpointSlice",
        ["ingressclass"] = "IngressClass", ["ingressclasses"] = "IngressClass",
        ["ingress"] = "Ingress", ["ingresses"] = "Ingress", ["ing"] = "Ingress",
        ["networkpolicy"] = "NetworkPolicy", ["networkpolicies"] = "NetworkPolicy", ["netpol"] = "NetworkPolicy",
        ["persistentvolumeclaim"] = "PersistentVolumeClaim", ["persistentvolumeclaims"] = "PersistentVolumeClaim", ["pvc"] = "PersistentVolumeClaim",
        ["persistentvolume"] = "PersistentVolume", ["persistentvolumes"] = "PersistentVolume", ["pv"] = "PersistentVolume",
        ["storageclass"] = "StorageClass", ["storageclasses"] = "StorageClass", ["sc"] = "StorageClass",
        ["configmap"] = "ConfigMap", ["configmaps"] = "ConfigMap", ["cm"] = "ConfigMap",
        ["secret"] = "Secret", ["secrets"] = "Secret",
        ["role"] = "Role", ["roles"] = "Role",
        ["rolebinding"] = "RoleBinding", ["rolebindings"] = "RoleBinding",
        ["horizontalpodautoscaler"] = "HorizontalPodAutoscaler", ["horizontalpodautoscalers"] = "HorizontalPodAutoscaler", ["hpa"] = "HorizontalPodAutoscaler",
        ["poddisruptionbudget"] = "PodDisruptionBudget", ["poddisruptionbudgets"] = "PodDisruptionBudget", ["pdb"] = "PodDisruptionBudget",
        ["resourcequota"] = "ResourceQuota", ["resourcequotas"] = "ResourceQuota", ["quota"] = "ResourceQuota",
        ["limitrange"] = "LimitRange", ["limitranges"] = "LimitRange", ["limits"] = "LimitRange",
        ["serviceaccount"] = "ServiceAccount", ["serviceaccounts"] = "ServiceAccount", ["sa"] = "ServiceAccount",
        ["node"] = "Node", ["nodes"] = "Node", ["no"] = "Node",
        ["namespace"] = "Namespace", ["namespaces"] = "Namespace", ["ns"] = "Namespace",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The target, or what is wrong with the text.</summary>
    public static (DiagnosisTarget? Target, string? Problem) Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == text.Length - 1)
            return (null, $"'{text}' is no KIND/NAME: write, for example, deployment/checkout");
        var name = text[(slash + 1)..];
        if (text[..slash].Split('.', 3) is [var custom, var version, var group])
        {
            // The core group has no name: configmaps.v1./web is a ConfigMap.
            var apiVersion = group.Length == 0 ? version : $"{group}/{version}";
            return (new DiagnosisTarget { ApiVersion = apiVersion, Kind = group.Length == 0 ? Kinds.GetValueOrDefault(custom, custom) : custom, Name = name }, null);
        }

        return Kinds.TryGetValue(text[..slash], out var kind)
            ? (new DiagnosisTarget { Kind = kind, Name = name }, null)
            : (null, $"'{text[..slash]}' is no kind that can be diagnosed: {string.Join(", ", Kinds.Values.Distinct().Order(StringComparer.Ordinal))}; a custom resource is named with its version and group, as certificates.v1.cert-manager.io/web");
    }
}
