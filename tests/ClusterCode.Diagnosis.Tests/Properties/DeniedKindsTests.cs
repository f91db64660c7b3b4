using ClusterCode.Api.Findings;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recording;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Properties;

/// <summary>Each kind denied in turn: nothing that may not be read is said not to exist, and that it may not be read is said.</summary>
public sealed class DeniedKindsTests
{
    /// <summary>Kinds as the API names them, with the resource that a note names, and the categories that claim that such an object, or a part of it, is not there.</summary>
    private static readonly (string Group, string Kind, string Resource, string[] Absence)[] Kinds =
    [
        ("", "Pod", "pods", []),
        ("apps", "ReplicaSet", "replicasets", []),
        ("apps", "Deployment", "deployments", []),
        ("apps", "StatefulSet", "statefulsets", []),
        ("apps", "DaemonSet", "daemonsets", []),
        ("batch", "Job", "jobs", []),
        ("batch", "CronJob", "cronjobs", []),
        ("", "Event", "events", []),
        ("", "ConfigMap", "configmaps", [CauseCategories.MissingConfigMap, CauseCategories.MissingConfigMapKey]),
        ("", "Secret", "secrets", [CauseCategories.MissingSecret, CauseCategories.MissingSecretKey]),
        ("", "PersistentVolumeClaim", "persistentvolumeclaims", [CauseCategories.MissingVolumeClaim]),
        ("", "PersistentVolume", "persistentvolumes", []),
        ("storage.k8s.io", "StorageClass", "storageclasses", [CauseCategories.StorageClassMissing]),
        ("", "Service", "services", []),
        ("", "Endpoints", "endpoints", []),
        ("discovery.k8s.io", "EndpointSlice", "endpointslices", []),
        ("networking.k8s.io", "Ingress", "ingresses", []),
        ("networking.k8s.io", "IngressClass", "ingressclasses", []),
        ("networking.k8s.io", "NetworkPolicy", "networkpolicies", []),
        ("", "ServiceAccount", "serviceaccounts", [CauseCategories.MissingServiceAccount]),
        ("", "ResourceQuota", "resourcequotas", []),
        ("", "LimitRange", "limitranges", []),
        ("", "Node", "nodes", []),
        ("", "Namespace", "namespaces", []),
        ("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", []),
        ("rbac.authorization.k8s.io", "RoleBinding", "rolebindings", []),
        ("rbac.authorization.k8s.io", "ClusterRole", "clusterroles", []),
        ("", "Log", "pods/log", []),
    ];

    /// <summary>Words with which the cluster itself says that something is not there.</summary>
    private static readonly string[] Told = ["not found", "couldn't find key", "non-existent", "does not exist", "doesn't exist"];

    public static TheoryData<string> Cases => [.. RecordedCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_denied_is_named_and_never_called_missing(string recorded)
    {
        var asked = await AskedAsync(recorded);
        foreach (var (group, kind, resource, absence) in Kinds.Where(k => asked.Contains(k.Kind)))
        {
            foreach (var status in new[] { LookupStatus.Forbidden, LookupStatus.Unavailable, LookupStatus.Missing })
            {
                var (recording, input) = MutatedCase.Load(recorded);
                recording.Deny(kind, status, group: group, message: "User \"cluster-code\" cannot read this");
                var view = Recorder(recording);
                var report = await TestExpert.DiagnoseAsync(view, RecordedCase.NamespaceOf(recorded));
                ReportChecks.AssertIsSound(report, input);
                if (status == LookupStatus.Missing)
                {
                    continue;
                }

                var where = $"{recorded}, {kind} {status}: {report.Message}";
                var isToldByTheCluster = Told.Any(t => input.Contains(t, StringComparison.OrdinalIgnoreCase));
                Assert.False(!isToldByTheCluster && report.Findings.Any(f => absence.Contains(f.Category)), where);
                if (status == LookupStatus.Forbidden && view.Recording.Reads.Any(r => r.Kind == kind && r.Status == LookupStatus.Forbidden))
                {
                    Assert.True(report.Message.Contains(resource, StringComparison.Ordinal), where);
                }
            }
        }
    }

    // What a diagnosis never asks for, it cannot miss.
    private static async Task<HashSet<string>> AskedAsync(string recorded)
    {
        var view = Recorder(MutatedCase.Load(recorded).Recording);
        await TestExpert.DiagnoseAsync(view, RecordedCase.NamespaceOf(recorded));
        return [.. view.Recording.Reads.Select(r => r.Kind), .. view.Recording.Objects.Select(o => o.Kind.Kind), "Log"];
    }

    private static RecordingClusterView Recorder(ClusterRecording recording) => new(new RecordedClusterView(recording), new Redactor(), new FakeTimeProvider(RecordedCase.Now));
}
