using System.Diagnostics;
using k8s;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>A cluster's worth of objects on an API server without controllers: nothing changes them but this program.</summary>
internal sealed class ClusterLoad
{
    private const string EventLabel = "load";
    private const string ChurnLabel = "churn";

    private readonly ApiWriter _writer;
    private readonly ScaleSize _size;
    private int _nextPod;
    private int _nextEvent;

    private ClusterLoad(Kubernetes client, ScaleSize size) => (_writer, _size) = (new ApiWriter(client), size);

    /// <summary>The value of the label cluster-code.io/scale that its namespaces carry.</summary>
    public static string NamespaceLabel => EventLabel;

    public IReadOnlyList<LoadedWorkload> Workloads { get; private set; } = [];

    private IEnumerable<string> Namespaces => Enumerable.Range(0, _size.Namespaces).Select(NamespaceName);

    private IEnumerable<LoadedPod> Pods => Workloads.SelectMany(workload => workload.Pods);

    /// <summary>Writes everything, every pod running.</summary>
    public static async Task<ClusterLoad> WriteAsync(Kubernetes client, ScaleSize size, int kubeletPort, CancellationToken cancellationToken)
    {
        var load = new ClusterLoad(client, size);
        var started = Stopwatch.GetTimestamp();
        await ApiWriter.ForEachAsync(load.Namespaces, load.CreateNamespaceAsync, cancellationToken);
        await ApiWriter.ForEachAsync(
            Enumerable.Range(0, WorkloadManifests.Nodes),
            (number, token) => load._writer.CreateAsync("api/v1/nodes", WorkloadManifests.NodeObject(number, kubeletPort), token),
            cancellationToken);
        var workloads = new LoadedWorkload[size.Workloads];
        await ApiWriter.ForEachAsync(
            Enumerable.Range(0, size.Workloads), async (i, token) => workloads[i] = await load.CreateWorkloadAsync(i, token), cancellationToken);
        load.Workloads = workloads;
        Progress.Say($"{size.Workloads} Deployments after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        await ApiWriter.ForEachAsync(load.Slots(), async (slot, token) => await load.FillAsync(slot.Workload, slot.Index, token), cancellationToken);
        Progress.Say($"{size.Pods} pods after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        await load.CreateEventsAsync(size.Events, EventLabel, cancellationToken);
        Progress.Say($"{size.Events} events after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return load;
    }

    /// <summary>The mean size of a pod as the API hands it out as JSON, in bytes.</summary>
    public async Task<double> PodBytesAsync(CancellationToken cancellationToken)
    {
        var ns = NamespaceName(0);
        var pods = Pods.Count(pod => pod.Workload.Namespace == ns);
        return (double)await _writer.MeasureAsync($"api/v1/namespaces/{ns}/pods", cancellationToken) / pods;
    }

    /// <summary>About what an hour brings, as fast as the server takes it: every pod's status written once, one pod in twenty deleted and made anew, and new events.</summary>
    public async Task ChurnAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await ApiWriter.ForEachAsync(Pods.ToList(), (pod, token) => RunAsync(pod, token), cancellationToken);
        await ApiWriter.ForEachAsync(Slots().Where(slot => slot.Index % ScaleSize.ReplacedShare == ScaleSize.ReplacedShare - 1).ToList(), ReplaceAsync, cancellationToken);
        await CreateEventsAsync(_size.ChurnEvents, ChurnLabel, cancellationToken);
        Progress.Say($"churn: {_size.Pods} statuses, {_size.Pods / ScaleSize.ReplacedShare} pods replaced, {_size.ChurnEvents} events in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
    }

    /// <summary>Deletes the events of the churn, so that the next one begins with as many as the first.</summary>
    public Task ForgetChurnAsync(CancellationToken cancellationToken) => ApiWriter.ForEachAsync(
        Namespaces, (ns, token) => _writer.DeleteAsync($"api/v1/namespaces/{ns}/events?labelSelector=cluster-code.io/scale%3D{ChurnLabel}", token), cancellationToken);

    /// <summary>The pod's app keeps crashing from now on.</summary>
    public Task FailAsync(LoadedPod pod, CancellationToken cancellationToken) => _writer.PatchStatusAsync(pod.Path, PodStatuses.CrashLoop(pod), cancellationToken);

    /// <summary>The pod runs, and is ready.</summary>
    public Task RunAsync(LoadedPod pod, CancellationToken cancellationToken) => _writer.PatchStatusAsync(pod.Path, PodStatuses.Running(pod), cancellationToken);

    /// <summary>Deletes every object of a kind of custom resource.</summary>
    public Task DeleteAllAsync(string groupVersion, string plural, CancellationToken cancellationToken) =>
        ApiWriter.ForEachAsync(Namespaces, (ns, token) => _writer.DeleteAsync($"apis/{groupVersion}/namespaces/{ns}/{plural}", token), cancellationToken);

    private static string NamespaceName(int index) => $"scale-{index:00}";

    private IEnumerable<(LoadedWorkload Workload, int Index)> Slots() =>
        Workloads.SelectMany(workload => Enumerable.Range(0, workload.Pods.Length).Select(index => (workload, index)));

    private async Task CreateNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        await _writer.CreateAsync("api/v1/namespaces", WorkloadManifests.Namespace(name, NamespaceLabel), cancellationToken);
        await _writer.CreateAsync($"api/v1/namespaces/{name}/serviceaccounts", WorkloadManifests.ServiceAccount, cancellationToken);
    }

    private async Task<LoadedWorkload> CreateWorkloadAsync(int index, CancellationToken cancellationToken)
    {
        var (ns, name) = (NamespaceName(index / ScaleSize.WorkloadsPerNamespace), $"app-{index:000}");
        var deployment = await _writer.CreateAsync($"apis/apps/v1/namespaces/{ns}/deployments", WorkloadManifests.Deployment(name), cancellationToken);
        var replicaSet = await _writer.CreateAsync($"apis/apps/v1/namespaces/{ns}/replicasets", WorkloadManifests.ReplicaSet(name, deployment), cancellationToken);
        return new LoadedWorkload(ns, name, replicaSet);
    }

    private async Task ReplaceAsync((LoadedWorkload Workload, int Index) slot, CancellationToken cancellationToken)
    {
        await _writer.DeleteAsync(slot.Workload.Pods[slot.Index].Path, cancellationToken);
        await FillAsync(slot.Workload, slot.Index, cancellationToken);
    }

    private async Task FillAsync(LoadedWorkload workload, int index, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _nextPod);
        var name = $"{workload.ReplicaSet}-{number:x5}";
        var uid = await _writer.CreateAsync(workload.PodsPath, WorkloadManifests.Pod(workload, name, number), cancellationToken);
        workload.Pods[index] = new LoadedPod(workload, name, uid, number);
        await RunAsync(workload.Pods[index], cancellationToken);
    }

    private Task CreateEventsAsync(int count, string label, CancellationToken cancellationToken)
    {
        var pods = Pods.ToList();
        return ApiWriter.ForEachAsync(
            Enumerable.Range(0, count),
            async (i, token) =>
            {
                var pod = pods[i % pods.Count];
                await _writer.CreateAsync($"api/v1/namespaces/{pod.Workload.Namespace}/events", WorkloadManifests.Event(pod, Interlocked.Increment(ref _nextEvent), label), token);
            },
            cancellationToken);
    }
}
