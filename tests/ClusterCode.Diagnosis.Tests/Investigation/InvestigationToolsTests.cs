using ClusterCode.Api.Evidence;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Investigation;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Metrics;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Investigation;

/// <summary>What a model is told of the cluster.</summary>
public sealed class InvestigationToolsTests
{
    private const string Pod = "checkout-7d9f6c5b4d-x2x4z";

    [Fact]
    public async Task An_object_is_told_without_secrets_and_without_what_every_object_has()
    {
        var pod = new PodBuilder(Pod).Container("app", container => container.Env = [new V1EnvVar { Name = "DB_PASSWORD", Value = "tr0ub4dor&3" }, new V1EnvVar { Name = "MODE", Value = "fast" }])
            .With(p => p.Metadata.Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = "{\"password\":\"tr0ub4dor&3\"}" });
        var answer = await AskAsync(new InMemoryClusterView().With(pod.Build()), "get_object", ("kind", "pods"), ("name", Pod));
        Assert.Equal((EvidenceKind.Spec, $"pod/{Pod}"), (answer.Kind, answer.Source));
        Assert.Contains("\"name\":\"MODE\",\"value\":\"fast\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tr0ub4dor", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("uid", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Secret", "db", "kind must be one of")]
    [InlineData("Namespace", "kube-system", "kind must be one of")]
    [InlineData("Pod", "../../secrets/db", "name must be the name of an object")]
    [InlineData("Node", "node-7", "Only a Node that the diagnosis names may be read.")]
    [InlineData("Pod", "gone", "Pod gone does not exist in namespace shop.")]
    public async Task What_may_not_be_told_is_refused_in_words(string kind, string name, string expected)
    {
        var view = new InMemoryClusterView().With(new V1Node { Metadata = new V1ObjectMeta { Name = "node-7" } });
        var answer = await AskAsync(view, "get_object", ("kind", kind), ("name", name));
        Assert.Null(answer.Kind);
        Assert.StartsWith(expected, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_the_diagnosis_names_is_told_of()
    {
        var view = new InMemoryClusterView().With(new V1Node { Metadata = new V1ObjectMeta { Name = "node-1" }, Spec = new V1NodeSpec { Unschedulable = true } });
        Assert.Contains("\"unschedulable\":true", (await AskAsync(view, "get_object", ("kind", "Node"), ("name", "node-1"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_of_another_namespace_are_neither_listed_nor_told_of()
    {
        var view = new InMemoryClusterView().With(new PodBuilder("mine").Container("app").Build(), new PodBuilder("theirs", "payments").Container("app").Build());
        Assert.Equal("mine phase=Running restarts=0", (await AskAsync(view, "list_objects", ("kind", "Pod"))).Text);
        Assert.StartsWith("Pod theirs does not exist in namespace shop", (await AskAsync(view, "get_object", ("kind", "Pod"), ("name", "theirs"))).Text, StringComparison.Ordinal);
        Assert.All(view.Requests, request => Assert.DoesNotContain("payments", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_is_told_with_its_secrets_redacted_and_repeats_counted()
    {
        var text = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"GET /health {i} 200").Append("FATAL: password=tr0ub4dor&3 refused"));
        var view = new InMemoryClusterView().With(new PodBuilder(Pod).Container("app").Build()).WithLog(Pod, "app", text).WithLog(Pod, "app", "the end before", previous: true);
        var answer = await AskAsync(view, "read_log", ("pod", Pod));
        Assert.Equal((EvidenceKind.Log, $"log pod/{Pod} container app"), (answer.Kind, answer.Source));
        Assert.Contains("FATAL: password=", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("tr0ub4dor", answer.Text, StringComparison.Ordinal);
        Assert.InRange(answer.Text.Length, 1, 1800);
        Assert.Equal("the end before", (await AskAsync(view, "read_log", ("pod", Pod), ("container", "app"), ("previous", "True"))).Text);
        Assert.Equal($"Pod {Pod} has no such container; it has app.", (await AskAsync(view, "read_log", ("pod", Pod), ("container", "sidecar"))).Text);
    }

    [Fact]
    public async Task Endpoints_name_the_pods_behind_a_Service()
    {
        var view = new InMemoryClusterView().With(
            new V1Service { Metadata = Meta("db"), Spec = new V1ServiceSpec { Type = "ClusterIP", Selector = new Dictionary<string, string> { ["app"] = "db" }, Ports = [new V1ServicePort { Port = 5432, TargetPort = 5432, Protocol = "TCP" }] } },
            new V1Endpoints { Metadata = Meta("db"), Subsets = [new V1EndpointSubset { NotReadyAddresses = [new V1EndpointAddress { Ip = "10.0.0.9", TargetRef = new V1ObjectReference { Kind = "Pod", Name = "db-0" } }] }] });
        Assert.Equal("type=ClusterIP selector=app=db ports=5432->5432/TCP\nready: none\nnot ready: Pod db-0", (await AskAsync(view, "get_endpoints", ("service", "db"))).Text);
    }

    [Fact]
    public async Task Revisions_are_told_with_what_each_changed()
    {
        V1ReplicaSet Revision(int number, string image, int ready) => new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"web-{number}",
                NamespaceProperty = "shop",
                Labels = new Dictionary<string, string> { ["app"] = "web" },
                CreationTimestamp = new DateTime(2026, 11, 20 + number, 8, 0, 0, DateTimeKind.Utc),
                Annotations = new Dictionary<string, string> { ["deployment.kubernetes.io/revision"] = $"{number}" },
                OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web", Uid = "u", Controller = true }],
            },
            Spec = new V1ReplicaSetSpec { Selector = new V1LabelSelector(), Template = new V1PodTemplateSpec { Spec = new V1PodSpec { Containers = [new V1Container { Name = "app", Image = image }] } } },
            Status = new V1ReplicaSetStatus { Replicas = 2, ReadyReplicas = ready },
        };
        var view = new InMemoryClusterView().With(
            new V1Deployment { Metadata = Meta("web"), Spec = new V1DeploymentSpec { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } }, Template = new V1PodTemplateSpec() } },
            Revision(1, "shop/web:1.0", 2), Revision(2, "shop/web:1.1", 0));
        Assert.Equal(
            "revision 2 of 2026-11-22T08:00:00Z, 0 of 2 pods ready: image shop/web:1.0 → 1.1\nrevision 1 of 2026-11-21T08:00:00Z, 2 of 2 pods ready: the oldest that is kept",
            (await AskAsync(view, "rollout_history", ("deployment", "web"))).Text);
    }

    [Fact]
    public async Task Usage_is_told_where_there_are_metrics()
    {
        var view = new InMemoryClusterView().With(new PodUsage { Metadata = Meta("db-0"), Containers = [new ContainerUsage { Name = "db", Usage = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("20m") } }] });
        Assert.Equal("db: cpu 20m", (await AskAsync(view, "get_usage", ("pod", "db-0"))).Text);
        Assert.StartsWith("There are no metrics of pod x", (await AskAsync(view, "get_usage", ("pod", "x"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_told_newest_first()
    {
        var view = new InMemoryClusterView().With(new Corev1Event
        {
            Metadata = Meta("db-0.1"),
            InvolvedObject = new V1ObjectReference { Kind = "Pod", NamespaceProperty = "shop", Name = "db-0" },
            Type = "Warning",
            Reason = "BackOff",
            Message = "Back-off restarting failed container",
            Count = 7,
            LastTimestamp = new DateTime(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc),
        });
        Assert.Equal("2026-11-23T08:00:00Z Warning BackOff (×7): Back-off restarting failed container", (await AskAsync(view, "list_events", ("kind", "Pod"), ("name", "db-0"))).Text);
    }

    [Theory]
    [InlineData(LookupStatus.Forbidden)]
    [InlineData(LookupStatus.Unavailable)]
    public async Task What_the_operator_may_not_read_is_said_and_no_tool_throws(LookupStatus status)
    {
        var view = new InMemoryClusterView().Answering<V1Pod>(status).Answering<V1Service>(status).Answering<V1Deployment>(status).Answering<Corev1Event>(status).Answering<PodUsage>(status);
        foreach (var tool in Tools(view))
        {
            var answer = await tool.RunAsync(new Dictionary<string, string> { ["kind"] = "Pod", ["name"] = "x", ["pod"] = "x", ["service"] = "x", ["deployment"] = "x" }, default);
            Assert.Null(answer.Kind);
            Assert.Matches("may not|could not", answer.Text);
        }
    }

    private static async Task<ToolAnswer> AskAsync(InMemoryClusterView view, string tool, params (string Name, string Value)[] arguments) =>
        await Tools(view).Single(item => item.Name == tool).RunAsync(arguments.ToDictionary(argument => argument.Name, argument => argument.Value), default);

    private static IReadOnlyList<IInvestigationTool> Tools(InMemoryClusterView view) => new ClusterInvestigator(view, new Redactor(new RedactionOptions())).ToolsFor("shop", ["0/1 nodes: node-1 is cordoned"]);

    private static V1ObjectMeta Meta(string name) => new() { Name = name, NamespaceProperty = "shop" };
}
