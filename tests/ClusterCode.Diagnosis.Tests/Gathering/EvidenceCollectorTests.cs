using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Gathering;

public sealed class EvidenceCollectorTests
{
    private const string Pod = "checkout-7d9f6c5b4d-x2x4z";

    [Fact]
    public async Task The_log_of_the_previous_run_is_read_of_a_container_that_was_restarted()
    {
        var view = View(new PodBuilder().Crashing("app", 1)).WithLog(Pod, "app", "old", previous: true).WithLog(Pod, "app", "new");
        Assert.Equal(["old"], (await ContainerAsync(view)).FailedRunLog!.Lines);
    }

    [Fact]
    public async Task The_log_of_the_current_run_is_read_of_a_container_that_has_ended()
    {
        var view = View(new PodBuilder().Container("app", status: s => (s.Ready, s.State) = (false, Ended(1)))).WithLog(Pod, "app", "boom");
        var container = await ContainerAsync(view);
        Assert.Equal(["boom"], container.FailedRunLog!.Lines);
        Assert.Null(container.CurrentLog);
    }

    /// <summary>Times in a status are whole seconds, those of log lines are not: here a run of 12:00:05.2 to 12:00:05.4.</summary>
    [Theory]
    [InlineData("2026-11-05T12:00:05.3000001Z boom", null, "boom")]
    [InlineData("2026-11-05T12:00:05.3000001Z boom", "2026-11-05T11:59:50.1000001Z an earlier end", "boom")]
    [InlineData("2026-11-05T12:00:05.9000001Z begins again", "2026-11-05T12:00:05.3000001Z boom", "boom")]
    [InlineData("2026-11-05T12:00:07.1000001Z begins again", "2026-11-05T12:00:05.3000001Z boom", "boom")]
    [InlineData("", "2026-11-05T12:00:05.3000001Z boom", "boom")]
    public async Task The_log_of_a_run_that_has_ended_is_told_from_the_next_run_s(string last, string? previous, string expected)
    {
        var second = new DateTime(2026, 11, 5, 12, 0, 5, DateTimeKind.Utc);
        var ended = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 1, Reason = "Error", StartedAt = second, FinishedAt = second } };
        var view = View(new PodBuilder().Container("app", status: s => (s.Ready, s.State) = (false, ended))).WithLog(Pod, "app", last);
        if (previous is not null)
        {
            view.WithLog(Pod, "app", previous, previous: true);
        }

        Assert.Equal([expected], (await ContainerAsync(view)).FailedRunLog!.Lines);
    }

    [Theory]
    [InlineData("unable to retrieve container logs for containerd://0413e4")]
    [InlineData("failed to try resolving symlinks in path \"/var/log/pods/shop_checkout_842ca8e4/app/1.log\": lstat /var/log/pods/shop_checkout_842ca8e4/app/1.log: no such file or directory")]
    [InlineData("failed to open log file \"/var/log/pods/shop_checkout_842ca8e4/app/1.log\": open /var/log/pods/shop_checkout_842ca8e4/app/1.log: no such file or directory\n")]
    public async Task A_run_whose_log_the_runtime_has_removed_is_replaced_by_the_one_that_is_kept(string kubelet)
    {
        var view = View(new PodBuilder().Crashing("app", 1)).WithLog(Pod, "app", kubelet, previous: true).WithLog(Pod, "app", "boom");
        Assert.Equal(["boom"], (await ContainerAsync(view)).FailedRunLog!.Lines);
        var gone = View(new PodBuilder().Crashing("app", 1)).WithLog(Pod, "app", kubelet, previous: true);
        Assert.Contains("removed", (await ContainerAsync(gone)).FailedRunLog!.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("starting\nunable to retrieve container logs for containerd://0413e4")]
    [InlineData("failed to open log file \"/srv/data/app.log\": open /srv/data/app.log: no such file or directory")]
    public async Task What_a_program_says_of_logs_itself_is_its_log(string log)
    {
        var view = View(new PodBuilder().Crashing("app", 1)).WithLog(Pod, "app", log, previous: true);
        Assert.Equal(log.Split('\n'), (await ContainerAsync(view)).FailedRunLog!.Lines);
    }

    [Fact]
    public async Task A_container_that_runs_and_is_not_ready_gives_its_current_log()
    {
        var container = await ContainerAsync(View(new PodBuilder().NotReady("app")).WithLog(Pod, "app", "still loading"));
        Assert.Equal(["still loading"], container.CurrentLog!.Lines);
        Assert.Null(container.FailedRunLog);
    }

    [Fact]
    public async Task A_container_that_could_not_be_started_is_asked_for_no_log()
    {
        var view = View(new PodBuilder().Crashing("app", 128, "StartError"));
        Assert.Null((await ContainerAsync(view)).FailedRunLog);
        Assert.DoesNotContain(view.Requests, r => r.StartsWith("log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Init_containers_come_first_and_only_failing_ones_are_read()
    {
        var view = View(new PodBuilder()
            .Container("done", status: s => (s.Ready, s.State) = (true, Ended(0)), init: true)
            .Crashing("migrate", 1, init: true)
            .Waiting("app", "PodInitializing")).WithLog(Pod, "migrate", "no such table", previous: true);
        var file = await GatherAsync(view);
        Assert.Equal(["done", "migrate", "app"], file.Workloads[0].Pods[0].Containers.Select(c => c.Name));
        Assert.Equal(1, view.Requests.Count(r => r.StartsWith("log", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_controller_of_an_unknown_kind_is_kept_as_a_reference()
    {
        var file = await GatherAsync(View(new PodBuilder().OwnedBy("Database", "orders", "example.com/v1").Crashing("app", 1)));
        Assert.Equal("Database shop/orders", file.Workloads[0].Reference.ToString());
    }

    [Fact]
    public async Task Referenced_objects_are_looked_up_and_names_are_listed_only_where_one_is_missing()
    {
        var pod = new PodBuilder().Waiting("app", "CreateContainerConfigError", "configmap \"shop-config\" not found", c =>
        {
            c.EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "shop-config" } }, new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "db" } }];
        });
        var view = View(pod)
            .With([new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "shop-conf", NamespaceProperty = "shop" } }])
            .With([new V1Secret { Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = "shop" }, Data = new Dictionary<string, byte[]> { ["password"] = [1, 2, 3] } }]);
        var file = await GatherAsync(view);
        Assert.True(file.ConfigMaps["shop-config"].IsMissing);
        Assert.Equal(["shop-conf"], file.ConfigMapNames);
        Assert.Equal(["password"], file.SecretKeys["db"].Value!);
    }

    [Fact]
    public async Task No_Secret_is_asked_for_where_none_can_matter()
    {
        var view = View(new PodBuilder().Crashing("app", 1, change: c => c.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "db" } }]));
        await GatherAsync(view);
        Assert.DoesNotContain(view.Requests, r => r.Contains("Secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nodes_and_their_usage_are_read_only_for_a_pod_without_a_node()
    {
        var crashing = View(new PodBuilder().Crashing("app", 1));
        await GatherAsync(crashing);
        Assert.DoesNotContain(crashing.Requests, r => r.Contains("Node", StringComparison.Ordinal));

        var node = new V1Node { Metadata = new V1ObjectMeta { Name = "node-1" }, Status = new V1NodeStatus() };
        var file = await GatherAsync(View(new PodBuilder().Unschedulable("0/1 nodes are available: 1 Insufficient cpu.")).With([node]).With([new PodBuilder("other", "prod").Container("app").Build()]));
        Assert.Equal(1, file.NodeUsage!["node-1"].Pods);
        var denied = await GatherAsync(View(new PodBuilder().Unschedulable("0/1 nodes are available: 1 Insufficient cpu.")).Answering<V1Node>(LookupStatus.Forbidden));
        Assert.True(denied.Nodes!.IsForbidden);
        Assert.Contains(denied.Notes, n => n.Contains("nodes", StringComparison.Ordinal));
    }

    private static V1ContainerState Ended(int code) =>
        new() { Terminated = new V1ContainerStateTerminated { ExitCode = code, Reason = code == 0 ? "Completed" : "Error", FinishedAt = RecordedCase.Now.UtcDateTime } };

    private static InMemoryClusterView View(PodBuilder pod) => new InMemoryClusterView().With([pod.Build()]);

    private static async Task<ContainerFacts> ContainerAsync(IClusterView view) => (await GatherAsync(view)).Workloads[0].Pods[0].Containers[0];

    private static async Task<CaseFile> GatherAsync(IClusterView view)
    {
        var collector = new EvidenceCollector(view, new Redactor(), new FakeTimeProvider(RecordedCase.Now));
        return (await collector.GatherAsync(TestExpert.Subject("shop", "Pod", Pod), default)).File!;
    }
}
