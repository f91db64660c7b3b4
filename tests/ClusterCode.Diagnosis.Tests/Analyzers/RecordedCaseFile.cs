using System.Text.Json;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

/// <summary>Makes case files of what real clusters (v1.20 and v1.36) said, without a gatherer in between, and lets all analyzers judge them.</summary>
internal static class RecordedCaseFile
{
    private static readonly IReadOnlyList<IAnalyzer> Analyzers =
        [.. new ServiceCollection().AddAnalyzers().BuildServiceProvider().GetServices<IAnalyzer>()];

    public static IReadOnlyList<FindingDraft> Judge(string folder) => Judge(Load(folder));

    public static IReadOnlyList<FindingDraft> Judge(CaseFile file) =>
        [.. file.Workloads.SelectMany(workload => Analyzers.SelectMany(analyzer => analyzer.Analyze(file, workload)))];

    public static CaseFile Load(string folder)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        var objects = Read(path);
        var nodes = Read(Path.Combine(Path.GetDirectoryName(path)!, "_cluster")).OfType<V1Node>().ToList();
        var pods = objects.OfType<V1Pod>().ToList();
        var maps = objects.OfType<V1ConfigMap>().ToDictionary(map => map.Metadata.Name, Lookup.Found);
        foreach (var name in pods.SelectMany(ReferencedConfigMaps).Where(name => !maps.ContainsKey(name)).Distinct().ToList())
            maps[name] = Lookup.Missing<V1ConfigMap>();

        var events = objects.OfType<Corev1Event>().ToList();
        return new CaseFile
        {
            Namespace = objects.Select(item => item.Metadata.NamespaceProperty).First(ns => ns is not null),
            Now = LastTime(pods, events).AddSeconds(2),
            ConfigMaps = maps,
            ConfigMapNames = [.. maps.Where(pair => pair.Value.IsFound).Select(pair => pair.Key)],
            Services = Lookup.Found<IReadOnlyList<V1Service>>([.. objects.OfType<V1Service>()]),
            Nodes = Lookup.Found<IReadOnlyList<V1Node>>(nodes),
            Workloads = [Workload(path, objects, pods, events)],
        };
    }

    private static WorkloadFacts Workload(string path, List<IKubernetesObject<V1ObjectMeta>> objects, List<V1Pod> pods, List<Corev1Event> events)
    {
        var job = objects.OfType<V1Job>().FirstOrDefault();
        return new WorkloadFacts
        {
            Reference = Reference(pods.FirstOrDefault(), job),
            PodCount = pods.Count,
            FailingPodCount = pods.Count,
            Job = job,
            Events = [.. events.Where(seen => seen.InvolvedObject.Kind != "Pod").Select(Event)],
            Pods = [.. pods.Select(pod => new PodFacts
            {
                Pod = pod,
                Events = [.. events.Where(seen => seen.InvolvedObject.Kind == "Pod" && seen.InvolvedObject.Name == pod.Metadata.Name).Select(Event)],
                Containers =
                [
                    .. (pod.Spec.InitContainers ?? []).Select(spec => Container(path, pod, spec, true)),
                    .. pod.Spec.Containers.Select(spec => Container(path, pod, spec, false)),
                ],
            })],
        };
    }

    private static ResourceReference Reference(V1Pod? pod, V1Job? job)
    {
        var owner = pod?.Metadata.OwnerReferences?.FirstOrDefault();
        return owner switch
        {
            null when job is not null => new ResourceReference { ApiVersion = "batch/v1", Kind = "Job", Namespace = job.Metadata.NamespaceProperty, Name = job.Metadata.Name },
            null => new ResourceReference { ApiVersion = "v1", Kind = "Pod", Namespace = pod?.Metadata.NamespaceProperty, Name = pod?.Metadata.Name ?? "none" },
            { Kind: "ReplicaSet" } => new ResourceReference { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = pod!.Metadata.NamespaceProperty, Name = owner.Name[..owner.Name.LastIndexOf('-')] },
            _ => new ResourceReference { ApiVersion = owner.ApiVersion, Kind = owner.Kind, Namespace = pod!.Metadata.NamespaceProperty, Name = owner.Name },
        };
    }

    private static ContainerFacts Container(string path, V1Pod pod, V1Container spec, bool isInit)
    {
        var status = ((isInit ? pod.Status.InitContainerStatuses : pod.Status.ContainerStatuses) ?? []).FirstOrDefault(item => item.Name == spec.Name);
        var current = Log(path, pod, spec, "");
        return new ContainerFacts
        {
            Spec = spec,
            Status = status,
            IsInit = isInit,
            CurrentLog = current,
            FailedRunLog = status?.State?.Terminated is not null ? current : Log(path, pod, spec, ".previous"),
        };
    }

    private static LogExcerpt? Log(string path, V1Pod pod, V1Container spec, string suffix)
    {
        var file = Path.Combine(path, "logs", $"{pod.Metadata.Name}_{spec.Name}{suffix}.log");
        if (!File.Exists(file))
            return null;
        var source = $"log pod/{pod.Metadata.Name} container {spec.Name}";
        var text = File.ReadAllText(file);
        return text.StartsWith("unable to retrieve", StringComparison.Ordinal)
            ? new LogExcerpt(source, [], text.Trim())
            : new LogExcerpt(source, text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static EventFacts Event(Corev1Event seen) => new(
        seen.Reason,
        seen.Message ?? "",
        seen.Type == "Warning",
        seen.Count ?? 1,
        seen.FirstTimestamp,
        seen.LastTimestamp ?? seen.EventTime,
        $"event/{seen.Metadata.Name} on {seen.InvolvedObject.Kind.ToLowerInvariant()}/{seen.InvolvedObject.Name}",
        seen.InvolvedObject.FieldPath);

    private static IEnumerable<string> ReferencedConfigMaps(V1Pod pod) =>
        ClusterCode.Diagnosis.Analyzers.Configuration.ConfigurationReferences.Of(pod.Spec)
            .Where(reference => reference.Kind == ClusterCode.Diagnosis.Analyzers.Configuration.ConfigurationKind.ConfigMap)
            .Select(reference => reference.Name)
            .Where(name => name != "kube-root-ca.crt");

    private static DateTimeOffset LastTime(List<V1Pod> pods, List<Corev1Event> events)
    {
        var times = pods
            .SelectMany(pod => (pod.Status.ContainerStatuses ?? []).Concat(pod.Status.InitContainerStatuses ?? []))
            .SelectMany(status => new[] { status.State?.Terminated?.FinishedAt, status.LastState?.Terminated?.FinishedAt, status.State?.Running?.StartedAt })
            .Concat(events.Select(seen => seen.LastTimestamp ?? seen.EventTime))
            .OfType<DateTime>()
            .ToList();
        return times.Count == 0 ? new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero) : new DateTimeOffset(times.Max().ToUniversalTime());
    }

    private static List<IKubernetesObject<V1ObjectMeta>> Read(string path)
    {
        var file = Path.Combine(path, "objects.json");
        if (!File.Exists(file))
            return [];
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(Read).OfType<IKubernetesObject<V1ObjectMeta>>()];
    }

    private static IKubernetesObject<V1ObjectMeta>? Read(JsonElement item) => item.GetProperty("kind").GetString() switch
    {
        "Pod" => KubernetesJson.Deserialize<V1Pod>(item),
        "Job" => KubernetesJson.Deserialize<V1Job>(item),
        "ConfigMap" => KubernetesJson.Deserialize<V1ConfigMap>(item),
        "Service" => KubernetesJson.Deserialize<V1Service>(item),
        "Event" => KubernetesJson.Deserialize<Corev1Event>(item),
        "Node" => KubernetesJson.Deserialize<V1Node>(item),
        _ => null,
    };
}
