using System.Text.Json;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Changes;

/// <summary>Who asks about one pod wants to know what changed as much as who asks about its workload.</summary>
public sealed class PodRevisionTests
{
    [Theory]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task A_pod_of_a_set_is_told_with_what_its_revision_changed(string kind)
    {
        var view = new InMemoryClusterView()
            .With([kind == "StatefulSet" ? StatefulSet() : DaemonSet(), Revision("db-a", 1, kind, "info"), Revision("db-b", 2, kind, "loud")])
            .With(new PodBuilder("db-0").OwnedBy(kind, "db").Labelled("app", "db").Labelled("controller-revision-hash", "db-b").Crashing("app", 1, change: c => c.Env = [new V1EnvVar { Name = "LOG_LEVEL", Value = "loud" }]).Build())
            .WithLog("db-0", "app", "ERROR: unknown log level loud", previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "db-0");
        Assert.Contains(report.Evidence, e => e.Kind == EvidenceKind.Change && e.Text.Contains("LOG_LEVEL", StringComparison.Ordinal));
        Assert.InRange(view.Requests.Count, 1, 8);
    }

    private static V1StatefulSet StatefulSet() => new()
    {
        Metadata = Meta("db", "uid-db"),
        Spec = new V1StatefulSetSpec { Replicas = 1, Selector = Selector() },
        Status = new V1StatefulSetStatus { CurrentRevision = "db-a", UpdateRevision = "db-b" },
    };

    private static V1DaemonSet DaemonSet() => new()
    {
        Metadata = Meta("db", "uid-db"),
        Spec = new V1DaemonSetSpec { Selector = Selector() },
        Status = new V1DaemonSetStatus { DesiredNumberScheduled = 1 },
    };

    private static V1ControllerRevision Revision(string name, long number, string kind, string level)
    {
        var meta = Meta(name, $"uid-{name}");
        meta.Labels["controller-revision-hash"] = name;
        meta.CreationTimestamp = RecordedCase.Now.UtcDateTime.AddMinutes(number == 1 ? -600 : -10);
        meta.OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = kind, Name = "db", Uid = "uid-db", Controller = true }];
        var template = $$"""{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"registry.example/shop/app:1.0","env":[{"name":"LOG_LEVEL","value":"{{level}}"}]}]} } } }""";
        return new V1ControllerRevision { Metadata = meta, Revision = number, Data = JsonDocument.Parse(template).RootElement };
    }

    private static V1LabelSelector Selector() => new() { MatchLabels = new Dictionary<string, string> { ["app"] = "db" } };

    private static V1ObjectMeta Meta(string name, string uid) => new()
    {
        Name = name,
        NamespaceProperty = "shop",
        Uid = uid,
        Generation = 2,
        Labels = new Dictionary<string, string> { ["app"] = "db" },
        CreationTimestamp = RecordedCase.Now.UtcDateTime.AddHours(-10),
    };
}
