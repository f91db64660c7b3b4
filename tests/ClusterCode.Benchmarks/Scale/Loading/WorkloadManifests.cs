using System.Globalization;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>The JSON of everything but pods' statuses: what kubectl, the controllers and the kubelets of a living cluster would have written.</summary>
internal static class WorkloadManifests
{
    private const int EnvironmentVariables = 4;

    /// <summary>How many nodes the pods are spread over.</summary>
    public const int Nodes = 100;

    private static readonly string Environment = string.Join(',', Enumerable.Range(0, EnvironmentVariables).Select(i =>
        $$"""{"name":"CHECKOUT_SERVICE_SETTING_{{i:00}}","value":"https://service-{{i:00}}.internal.example:8443/api/v2?timeout=30s&pool={{i}}"}"""));

    public static string Namespace(string name, string label) =>
        $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}","labels":{"cluster-code.io/scale":"{{{label}}}"} } }""";

    public const string ServiceAccount = """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"},"automountServiceAccountToken":false}""";

    public static string NodeObject(int number, int kubeletPort) => $$$"""
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"{{{Node(number)}}}","labels":{"kubernetes.io/os":"linux"} },
         "status":{"addresses":[{"type":"Hostname","address":"127.0.0.1"}],"daemonEndpoints":{"kubeletEndpoint":{"Port":{{{kubeletPort}}} } },
          "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":null,"lastTransitionTime":null}]} }
        """;

    public static string Deployment(string name) => $$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}","labels":{"app":"{{{name}}}"}},
         "spec":{"replicas":{{{ScaleSize.PodsPerWorkload}}},"selector":{"matchLabels":{"app":"{{{name}}}"}},"template":{"metadata":{"labels":{"app":"{{{name}}}"}},"spec":{{{PodSpec(null)}}} } } }
        """;

    public static string ReplicaSet(string deployment, string uid) => $$$"""
        {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"{{{deployment}}}-{{{LoadedWorkload.TemplateHash}}}","labels":{{{Labels(deployment)}}},
         "annotations":{"deployment.kubernetes.io/revision":"1"},
         "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{deployment}}}","uid":"{{{uid}}}","controller":true,"blockOwnerDeletion":true}]},
         "spec":{"replicas":{{{ScaleSize.PodsPerWorkload}}},"selector":{"matchLabels":{{{Labels(deployment)}}} },"template":{"metadata":{"labels":{{{Labels(deployment)}}} },"spec":{{{PodSpec(null)}}} } } }
        """;

    public static string Pod(LoadedWorkload workload, string name, int number) => $$$"""
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}","labels":{{{Labels(workload.Name)}}},
         "annotations":{"kubernetes.io/config.seen":"2026-01-01T00:00:00.000000000Z","kubernetes.io/config.source":"api","prometheus.io/scrape":"true","prometheus.io/port":"9102",
          "checksum/config":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","cni.projectcalico.org/podIP":"{{{Ip(number)}}}/32"},
         "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"{{{workload.ReplicaSet}}}","uid":"{{{workload.ReplicaSetUid}}}","controller":true,"blockOwnerDeletion":true}]},
         "spec":{{{PodSpec(Node(number))}}} }
        """;

    public static string Event(LoadedPod pod, int number, string label)
    {
        var (reason, type, component, message) = Happening(pod, number);
        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $$$"""
            {"apiVersion":"v1","kind":"Event","metadata":{"name":"{{{pod.Name}}}.{{{number:x16}}}","labels":{"cluster-code.io/scale":"{{{label}}}"}},
             "involvedObject":{"kind":"Pod","namespace":"{{{pod.Workload.Namespace}}}","name":"{{{pod.Name}}}","uid":"{{{pod.Uid}}}","apiVersion":"v1","resourceVersion":"{{{1000 + number}}}","fieldPath":"spec.containers{app}"},
             "reason":"{{{reason}}}","message":"{{{message}}}","source":{"component":"{{{component}}}","host":"{{{Node(pod.Number)}}}"},
             "firstTimestamp":"{{{time}}}","lastTimestamp":"{{{time}}}","count":{{{1 + (number % 7)}}},"type":"{{{type}}}","eventTime":null,"reportingComponent":"","reportingInstance":""}
            """;
    }

    /// <summary>A pod's address; every number has its own.</summary>
    public static string Ip(int number) => $"10.{64 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}";

    /// <summary>The node of a pod.</summary>
    public static string Node(int number) => $"worker-{number % Nodes:00}.example.internal";

    private static string Labels(string app) =>
        $$"""{"app":"{{app}}","app.kubernetes.io/name":"{{app}}","app.kubernetes.io/part-of":"shop","app.kubernetes.io/managed-by":"Helm","pod-template-hash":"{{LoadedWorkload.TemplateHash}}"}""";

    // One in twenty-five events is the one kind that the operator watches.
    private static (string Reason, string Type, string Component, string Message) Happening(LoadedPod pod, int number) => (number % 25) switch
    {
        0 => ("FailedMount", "Warning", "kubelet", "MountVolume.SetUp failed for volume cache : failed to sync configmap cache: timed out waiting for the condition"),
        < 6 => ("Scheduled", "Normal", "default-scheduler", $"Successfully assigned {pod.Workload.Namespace}/{pod.Name} to {Node(pod.Number)}"),
        < 11 => ("Pulled", "Normal", "kubelet", "Container image registry.example.internal/shop/checkout:2.14.3 already present on machine"),
        < 16 => ("Created", "Normal", "kubelet", "Created container app"),
        < 21 => ("Started", "Normal", "kubelet", "Started container app"),
        < 23 => ("Unhealthy", "Warning", "kubelet", $"Readiness probe failed: Get http://{Ip(pod.Number)}:8080/ready: dial tcp {Ip(pod.Number)}:8080: connect: connection refused"),
        _ => ("Killing", "Normal", "kubelet", "Stopping container app"),
    };

    private static string PodSpec(string? node) => $$$"""
        {{{{(node is null ? "" : $"\"nodeName\":\"{node}\",")}}}"automountServiceAccountToken":false,"restartPolicy":"Always","serviceAccountName":"default","terminationGracePeriodSeconds":30,
         "containers":[{"name":"app","image":"registry.example.internal/shop/checkout:2.14.3","args":["--listen=:8080","--metrics=:9102","--log-format=json"],
          "ports":[{"name":"http","containerPort":8080},{"name":"metrics","containerPort":9102}],
          "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"} } },{"name":"POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"} } },{{{Environment}}}],
          "resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"512Mi"}},
          "livenessProbe":{"httpGet":{"path":"/live","port":"http"},"initialDelaySeconds":10},"readinessProbe":{"httpGet":{"path":"/ready","port":"http"},"periodSeconds":5},
          "terminationMessagePolicy":"FallbackToLogsOnError","volumeMounts":[{"name":"cache","mountPath":"/var/cache/app"}],
          "securityContext":{"runAsNonRoot":true,"runAsUser":1000,"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]} } },
         {"name":"proxy","image":"registry.example.internal/mesh/proxy:1.9.0","args":["sidecar","--domain=$(POD_NAMESPACE).svc.cluster.local"],"ports":[{"name":"envoy","containerPort":15001}],
          "env":[{"name":"POD_NAMESPACE","valueFrom":{"fieldRef":{"fieldPath":"metadata.namespace"} } }],
          "resources":{"requests":{"cpu":"10m","memory":"40Mi"}},"volumeMounts":[{"name":"tmp","mountPath":"/tmp"}]}],
         "volumes":[{"name":"cache","emptyDir":{}},{"name":"tmp","emptyDir":{"medium":"Memory"}}]}
        """;
}
