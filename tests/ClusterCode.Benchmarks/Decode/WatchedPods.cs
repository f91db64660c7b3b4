using System.Globalization;
using System.Text;

namespace ClusterCode.Benchmarks.Decode;

/// <summary>A watch's stream of pods, a line for each: a pod in a crash loop of 6.5 kB, as an API server sends it, with managedFields.</summary>
internal static class WatchedPods
{
    /// <summary>How long a line is, in bytes; the last of the environment variables fills it up.</summary>
    public const int LineBytes = 6500;

    private const int EnvironmentVariables = 10;

    /// <summary>So many events of different pods, in one piece.</summary>
    public static byte[] Stream(int count) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(Line)));

    /// <summary>One event, without its line end.</summary>
    public static byte[] One(int number) => Encoding.UTF8.GetBytes(Line(number).TrimEnd('\n'));

    private static string Line(int number)
    {
        var bare = Event(number, "");
        return Event(number, new string('x', Math.Max(0, LineBytes - bare.Length - 1))) + "\n";
    }

    private static string Event(int number, string padding) =>
        $$"""{"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1","metadata":{{Metadata(number)}},"spec":{{Spec(padding)}},"status":{{Status(number)}} } }""";

    private static string Name(int number) => "checkout-7d4b9c6f58-" + number.ToString("x5", CultureInfo.InvariantCulture);

    private static string Uid(int number) => $"3f0c9c1e-8d0b-4f51-9a8e-0000{number:x8}";

    private static string Metadata(int number) => $$$"""
        {"name":"{{{Name(number)}}}","generateName":"checkout-7d4b9c6f58-","namespace":"shop","uid":"{{{Uid(number)}}}","resourceVersion":"{{{1000000 + number}}}","creationTimestamp":"2026-01-01T08:00:00Z",
        "labels":{"app":"checkout","app.kubernetes.io/name":"checkout","app.kubernetes.io/part-of":"shop","pod-template-hash":"7d4b9c6f58"},
        "annotations":{"checksum/config":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","prometheus.io/port":"9102","prometheus.io/scrape":"true"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"checkout-7d4b9c6f58","uid":"5e2b6f0e-1d4c-4f6e-8a55-6b1d6a7c8e90","controller":true,"blockOwnerDeletion":true}],
        "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"2026-01-01T08:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:checksum/config":{},"f:prometheus.io/port":{},"f:prometheus.io/scrape":{} },"f:generateName":{},"f:labels":{".":{},"f:app":{},"f:pod-template-hash":{} },"f:ownerReferences":{".":{},"k:{\"uid\":\"5e2b6f0e-1d4c-4f6e-8a55-6b1d6a7c8e90\"}":{".":{},"f:apiVersion":{},"f:controller":{},"f:kind":{},"f:name":{},"f:uid":{} } } },"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:env":{".":{}{{{ManagedEnvironment}}} },"f:image":{},"f:livenessProbe":{".":{},"f:httpGet":{".":{},"f:path":{},"f:port":{} } },"f:name":{},"f:ports":{".":{} },"f:resources":{".":{},"f:limits":{".":{},"f:memory":{} } } } },"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{} } } },
        {"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"2026-01-01T08:05:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{"k:{\"type\":\"ContainersReady\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:message":{},"f:reason":{},"f:status":{},"f:type":{} },"k:{\"type\":\"Ready\"}":{".":{},"f:lastProbeTime":{},"f:status":{},"f:type":{} } },"f:containerStatuses":{},"f:hostIP":{},"f:phase":{},"f:podIP":{},"f:startTime":{} } } }]}
        """.ReplaceLineEndings("");

    private static string ManagedEnvironment => string.Concat(Enumerable.Range(0, EnvironmentVariables).Select(i =>
        ",\"k:{\\\"name\\\":\\\"CHECKOUT_SETTING_" + i.ToString("00", CultureInfo.InvariantCulture) + "\\\"}\":{\".\":{},\"f:name\":{},\"f:value\":{}}"));

    private static string Spec(string padding) => $$$"""
        {"containers":[{"name":"app","image":"registry.example.internal/shop/checkout:2.14.3","args":["--listen=:8080","--log-format=json"],"ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],
        "env":[{{{Environment}}}{"name":"CHECKOUT_OPTIONS","value":"{{{padding}}}"}],"resources":{"limits":{"memory":"512Mi"},"requests":{"cpu":"100m","memory":"128Mi"} },
        "volumeMounts":[{"name":"cache","mountPath":"/var/cache/app"}],"livenessProbe":{"httpGet":{"path":"/live","port":"http","scheme":"HTTP"},"initialDelaySeconds":10,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
        "readinessProbe":{"httpGet":{"path":"/ready","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":5,"successThreshold":1,"failureThreshold":3},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"FallbackToLogsOnError","imagePullPolicy":"IfNotPresent"}],
        "volumes":[{"name":"cache","emptyDir":{} }],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"default","serviceAccount":"default","nodeName":"worker-07.example.internal","schedulerName":"default-scheduler","priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"}
        """.ReplaceLineEndings("");

    private static string Environment => string.Concat(Enumerable.Range(0, EnvironmentVariables).Select(i =>
        "{\"name\":\"CHECKOUT_SETTING_" + i.ToString("00", CultureInfo.InvariantCulture) + "\",\"value\":\"https://service.internal.example:8443/api/v2\"},"));

    private static string Status(int number) => $$$"""
        {"phase":"Running","conditions":[{"type":"Initialized","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T08:00:01Z"},{"type":"Ready","status":"False","lastProbeTime":null,"lastTransitionTime":"2026-01-01T08:05:00Z","reason":"ContainersNotReady","message":"containers with unready status: [app]"},
        {"type":"ContainersReady","status":"False","lastProbeTime":null,"lastTransitionTime":"2026-01-01T08:05:00Z","reason":"ContainersNotReady","message":"containers with unready status: [app]"},{"type":"PodScheduled","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T08:00:00Z"}],
        "hostIP":"192.168.7.10","podIP":"10.64.3.17","podIPs":[{"ip":"10.64.3.17"}],"startTime":"2026-01-01T08:00:00Z","containerStatuses":[{"name":"app","state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 2m40s restarting failed container=app pod={{{Name(number)}}}_shop({{{Uid(number)}}})"} },
        "lastState":{"terminated":{"exitCode":1,"reason":"Error","startedAt":"2026-01-01T08:04:58Z","finishedAt":"2026-01-01T08:05:00Z","containerID":"containerd://5d2f0a3b7c9e4d1f8a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f"} },"ready":false,"restartCount":5,"image":"registry.example.internal/shop/checkout:2.14.3","imageID":"registry.example.internal/shop/checkout@sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9","containerID":"containerd://5d2f0a3b7c9e4d1f8a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f","started":false}],"qosClass":"Burstable"}
        """.ReplaceLineEndings("");
}
