using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

/// <summary>Makes a case file of one pod, its events and logs.</summary>
internal sealed class Case
{
    private readonly List<EventFacts> _events = [];
    private readonly Dictionary<string, (string? Failed, string? Current)> _logs = [];
    private CaseFile _file = new() { Namespace = "shop", Now = RecordedCase.Now };
    private WorkloadFacts _workload = new()
    {
        Reference = new ResourceReference { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "checkout" },
        PodCount = 1,
        FailingPodCount = 1,
    };

    private readonly V1Pod _pod;

    private Case(V1Pod pod) => _pod = pod;

    public static Case Of(PodBuilder pod) => new(pod.Build());

    public static Case Of(V1Pod pod) => new(pod);

    public Case Event(string reason, string message, string? container = null, int count = 3, DateTime? lastSeen = null)
    {
        _events.Add(new EventFacts(
            reason, message, true, count, null, lastSeen ?? RecordedCase.Now.UtcDateTime.AddSeconds(-59), $"event/checkout.{_events.Count} on pod/{_pod.Metadata.Name}",
            container is null ? null : $"spec.containers{{{container}}}"));
        return this;
    }

    /// <summary>The log of the run that failed.</summary>
    public Case Log(string container, string text)
    {
        _logs[container] = (text, _logs.GetValueOrDefault(container).Current);
        return this;
    }

    public Case CurrentLog(string container, string text)
    {
        _logs[container] = (_logs.GetValueOrDefault(container).Failed, text);
        return this;
    }

    public Case File(Func<CaseFile, CaseFile> change)
    {
        _file = change(_file);
        return this;
    }

    public Case Workload(Func<WorkloadFacts, WorkloadFacts> change)
    {
        _workload = change(_workload);
        return this;
    }

    public Case OwnedBy(string kind, string name) =>
        Workload(workload => workload with { Reference = workload.Reference with { Kind = kind, Name = name } });

    public Case ConfigMap(string name, params string[] keys) => File(file => file with
    {
        ConfigMaps = new Dictionary<string, Lookup<V1ConfigMap>>(file.ConfigMaps.ToDictionary()) { [name] = Lookup.Found(new V1ConfigMap { Data = keys.ToDictionary(key => key, _ => "") }) },
        ConfigMapNames = [.. file.ConfigMapNames, name],
    });

    public Case ConfigMapAnswer(string name, Lookup<V1ConfigMap> answer) => File(file => file with
    {
        ConfigMaps = new Dictionary<string, Lookup<V1ConfigMap>>(file.ConfigMaps.ToDictionary()) { [name] = answer },
    });

    public Case SecretAnswer(string name, Lookup<IReadOnlyList<string>> answer) => File(file => file with
    {
        SecretKeys = new Dictionary<string, Lookup<IReadOnlyList<string>>>(file.SecretKeys.ToDictionary()) { [name] = answer },
    });

    public Case Nodes(params V1Node[] nodes) => File(file => file with { Nodes = Lookup.Found<IReadOnlyList<V1Node>>(nodes) });

    public (CaseFile File, WorkloadFacts Workload) Build()
    {
        var pod = new PodFacts
        {
            Pod = _pod,
            Events = _events,
            Containers = [.. (_pod.Spec?.InitContainers ?? []).Select(spec => Container(spec, true)), .. (_pod.Spec?.Containers ?? []).Select(spec => Container(spec, false))],
        };
        var workload = _workload with { Pods = [pod] };
        return (_file with { Workloads = [workload] }, workload);
    }

    public IReadOnlyList<FindingDraft> Judge<TAnalyzer>()
        where TAnalyzer : IAnalyzer, new()
    {
        var (file, workload) = Build();
        return [.. new TAnalyzer().Analyze(file, workload)];
    }

    /// <summary>What all analyzers say together.</summary>
    public IReadOnlyList<FindingDraft> Judge() => RecordedCaseFile.Judge(Build().File);

    private ContainerFacts Container(V1Container spec, bool isInit)
    {
        var (failed, current) = _logs.GetValueOrDefault(spec.Name ?? "");
        return new ContainerFacts
        {
            Spec = spec,
            IsInit = isInit,
            Status = ((isInit ? _pod.Status?.InitContainerStatuses : _pod.Status?.ContainerStatuses) ?? []).FirstOrDefault(status => status?.Name == spec.Name),
            FailedRunLog = Excerpt(spec, failed, " (previous run)"),
            CurrentLog = Excerpt(spec, current, ""),
        };
    }

    private LogExcerpt? Excerpt(V1Container spec, string? text, string run) =>
        text is null ? null : new LogExcerpt($"log pod/{_pod.Metadata.Name} container {spec.Name}{run}", text.Split('\n'));
}
