using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Tests.Samples;

/// <summary>Diagnoses as the expert makes them.</summary>
internal static class SampleDiagnoses
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    public static ExplanationRequest MissingKey { get; } = new()
    {
        TargetDescription = "Deployment shop/checkout",
        RootCause = new RootCause
        {
            Summary = "ConfigMap shop/checkout-config has no key DB_URL (container app); it has DATABASE_URL",
            Category = "MissingConfigMapKey",
            Resource = new ResourceReference { Kind = "ConfigMap", Namespace = "shop", Name = "checkout-config" },
            Confidence = Confidence.High,
            Evidence = ["e1", "e2"],
        },
        AdditionalCauses =
        [
            new RootCause
            {
                Summary = "Node worker-3 is under disk pressure",
                Category = "NodeDiskPressure",
                Resource = new ResourceReference { Kind = "Node", Name = "worker-3" },
                Confidence = Confidence.Medium,
                Evidence = ["e4"],
            },
        ],
        Findings =
        [
            new Finding
            {
                Id = "f1",
                Severity = Severity.Critical,
                Category = "MissingConfigMapKey",
                Title = "ConfigMap shop/checkout-config has no key DB_URL",
                Resource = new ResourceReference { Kind = "ConfigMap", Namespace = "shop", Name = "checkout-config" },
                Explanation = "Container app takes the variable DB_URL from key DB_URL of the ConfigMap, which holds DATABASE_URL only. The kubelet does not start the container without it.",
                Confidence = Confidence.High,
                Evidence = ["e1", "e2"],
                Remediation =
                [
                    new Remediation { Title = "Add the key DB_URL to the ConfigMap", Command = "kubectl edit configmap checkout-config -n shop", Risk = RemediationRisk.Low },
                    new Remediation { Title = "Refer to the key DATABASE_URL instead", Patch = "spec: {}", Risk = RemediationRisk.Medium },
                ],
            },
            new Finding
            {
                Id = "f2",
                Severity = Severity.Critical,
                Category = "DeploymentUnavailable",
                Title = "Deployment shop/checkout has 0 of 4 replicas available",
                Resource = new ResourceReference { Kind = "Deployment", Namespace = "shop", Name = "checkout" },
                Confidence = Confidence.High,
                Evidence = ["e3"],
                CausedBy = "f1",
            },
        ],
        Evidence =
        [
            new EvidenceItem { Id = "e3", Kind = EvidenceKind.Status, Source = "deployment/checkout status.conditions[Available]", Text = "Available=False MinimumReplicasUnavailable: 0 of 4 replicas" },
            new EvidenceItem { Id = "e1", Kind = EvidenceKind.Status, Source = "pod/checkout-7d9f status.containerStatuses[app].state", Time = Now, Text = "waiting CreateContainerConfigError: couldn't find key DB_URL in ConfigMap shop/checkout-config" },
            new EvidenceItem { Id = "e2", Kind = EvidenceKind.Spec, Source = "configmap/checkout-config data", Text = "keys: DATABASE_URL, LOG_LEVEL" },
            new EvidenceItem { Id = "e4", Kind = EvidenceKind.Status, Source = "node/worker-3 status.conditions[DiskPressure]", Text = "DiskPressure=True: kubelet has disk pressure" },
            new EvidenceItem { Id = "e5", Kind = EvidenceKind.Log, Source = "log of pod/checkout-5c66 container app (previous revision)", Text = "listening on 0.0.0.0:8080\nconnected to postgres at db.shop.svc:5432\nready" },
        ],
    };

    public static ExplanationRequest Healthy { get; } = new() { TargetDescription = "Deployment shop/checkout" };

    public static ExplanationRequest Unknown { get; } = new()
    {
        TargetDescription = "Pod shop/worker",
        Findings =
        [
            new Finding
            {
                Id = "f1",
                Severity = Severity.Critical,
                Category = "CrashWithoutLogs",
                Title = "Container app of Pod shop/worker exits with 3 and logs nothing",
                Resource = new ResourceReference { Kind = "Pod", Namespace = "shop", Name = "worker" },
                Confidence = Confidence.Low,
                Evidence = ["e1"],
            },
        ],
        Evidence = [new EvidenceItem { Id = "e1", Kind = EvidenceKind.Status, Source = "pod/worker status.containerStatuses[app].lastState", Text = "terminated exitCode=3" }],
    };
}
