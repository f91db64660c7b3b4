using System.Globalization;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>The JSON of pods' statuses, as a kubelet writes them.</summary>
internal static class PodStatuses
{
    private const int Restarts = 5;
    private static readonly TimeSpan RunBeforeCrash = TimeSpan.FromSeconds(2);

    public static string Running(LoadedPod pod)
    {
        var now = Time(DateTime.UtcNow);
        return Status(pod, "True", "", $$$"""
            {{{{Image("app", pod)}}},"ready":true,"started":true,"restartCount":0,"state":{"running":{"startedAt":"{{{now}}}"}},"lastState":{}}
            """);
    }

    /// <summary>The app keeps crashing; the kubelet waits before it starts it again.</summary>
    public static string CrashLoop(LoadedPod pod)
    {
        var (started, finished) = (Time(DateTime.UtcNow - RunBeforeCrash), Time(DateTime.UtcNow));
        return Status(pod, "False", ",\"reason\":\"ContainersNotReady\",\"message\":\"containers with unready status: [app]\"", $$$"""
            {{{{Image("app", pod)}}},"ready":false,"started":false,"restartCount":{{{Restarts}}},
             "state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 2m40s restarting failed container=app pod={{{pod.Name}}}_{{{pod.Workload.Namespace}}}({{{pod.Uid}}})"}},
             "lastState":{"terminated":{"exitCode":1,"reason":"Error","message":"FATAL: cannot open /var/lib/{{{pod.Workload.Name}}}/orders.db: permission refused by policy\n",
              "startedAt":"{{{started}}}","finishedAt":"{{{finished}}}","containerID":"containerd://{{{Hash(pod.Number, 3)}}}"} } }
            """);
    }

    private static string Status(LoadedPod pod, string ready, string why, string app)
    {
        var now = Time(DateTime.UtcNow);
        var ip = WorkloadManifests.Ip(pod.Number);
        return $$$"""
            {"status":{"phase":"Running","qosClass":"Burstable","hostIP":"192.168.{{{pod.Number % 100}}}.10","podIP":"{{{ip}}}","podIPs":[{"ip":"{{{ip}}}"}],"startTime":"{{{now}}}",
             "conditions":[{"type":"Initialized","status":"True","lastProbeTime":null,"lastTransitionTime":"{{{now}}}"},
              {"type":"Ready","status":"{{{ready}}}","lastProbeTime":null,"lastTransitionTime":"{{{now}}}"{{{why}}} },
              {"type":"ContainersReady","status":"{{{ready}}}","lastProbeTime":null,"lastTransitionTime":"{{{now}}}"{{{why}}} },
              {"type":"PodScheduled","status":"True","lastProbeTime":null,"lastTransitionTime":"{{{now}}}"}],
             "containerStatuses":[{{{app}}},
              {{{{Image("proxy", pod)}}},"ready":true,"started":true,"restartCount":0,"state":{"running":{"startedAt":"{{{now}}}"}},"lastState":{}}]}}
            """;
    }

    private static string Image(string container, LoadedPod pod)
    {
        var image = container == "app" ? "registry.example.internal/shop/checkout:2.14.3" : "registry.example.internal/mesh/proxy:1.9.0";
        return $"\"name\":\"{container}\",\"image\":\"{image}\",\"imageID\":\"{image.Split(':')[0]}@sha256:{Hash(container.Length, 1)}\",\"containerID\":\"containerd://{Hash(pod.Number, 2)}\"";
    }

    private static string Hash(int number, int kind) => string.Concat(Enumerable.Range(kind, 8).Select(i => $"{unchecked((uint)(number + 1) * 2654435761u * (uint)i):x8}"));

    private static string Time(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
