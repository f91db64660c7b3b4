using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>Makes a Deployment <c>shop/web</c> with its ReplicaSets, pods and events, as an API server would serve them.</summary>
internal sealed class DeploymentBuilder
{
    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects = [];
    private readonly V1Deployment _deployment;
    private int _events;

    public DeploymentBuilder(int replicas = 3, params V1Container[] containers)
    {
        _deployment = new V1Deployment
        {
            Metadata = Meta("web"),
            Spec = new V1DeploymentSpec { Replicas = replicas, Selector = new V1LabelSelector { MatchLabels = Labels() }, Template = Template(containers) },
            Status = new V1DeploymentStatus { Conditions = [] },
        };
        _objects.Add(_deployment);
    }

    public static DateTime Ago(double minutes) => RecordedCase.Now.UtcDateTime.AddMinutes(-minutes);

    public DeploymentBuilder With(Action<V1Deployment> change)
    {
        change(_deployment);
        return this;
    }

    public DeploymentBuilder And(params IKubernetesObject<V1ObjectMeta>[] objects)
    {
        _objects.AddRange(objects);
        return this;
    }

    /// <summary>A revision: a ReplicaSet of its own template.</summary>
    public DeploymentBuilder Revision(int number, double minutesAgo, int ready, params V1Container[] containers)
    {
        var meta = Meta($"web-{number}");
        meta.CreationTimestamp = Ago(minutesAgo);
        meta.Labels["pod-template-hash"] = $"{number}";
        meta.Annotations = new Dictionary<string, string> { ["deployment.kubernetes.io/revision"] = $"{number}" };
        meta.OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web", Uid = "uid-web", Controller = true }];
        _objects.Add(new V1ReplicaSet
        {
            Metadata = meta,
            Spec = new V1ReplicaSetSpec { Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string>(Labels()) { ["pod-template-hash"] = $"{number}" } }, Template = Template(containers) },
            Status = new V1ReplicaSetStatus { Replicas = ready, ReadyReplicas = ready },
        });
        _deployment.Metadata.Annotations = new Dictionary<string, string> { ["deployment.kubernetes.io/revision"] = $"{number}" };
        return this;
    }

    public DeploymentBuilder Pod(string name, int revision, Action<PodBuilder> change, double minutesAgo = 10)
    {
        var pod = new PodBuilder(name).OwnedBy("ReplicaSet", $"web-{revision}").Labelled("app", "web").Labelled("pod-template-hash", $"{revision}")
            .With(p => p.Metadata.CreationTimestamp = p.Status.StartTime = Ago(minutesAgo));
        change(pod);
        _objects.Add(pod.Build());
        return this;
    }

    public DeploymentBuilder Event(string kind, string name, string reason, string message, double minutesAgo = 1, string type = "Warning")
    {
        _objects.Add(new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = $"event-{++_events}", NamespaceProperty = "shop" },
            InvolvedObject = new V1ObjectReference { Kind = kind, Name = name, Uid = $"uid-{name}", NamespaceProperty = "shop" },
            Reason = reason,
            Message = message,
            Type = type,
            Count = 4,
            FirstTimestamp = Ago(minutesAgo + 2),
            LastTimestamp = Ago(minutesAgo),
        });
        return this;
    }

    public InMemoryClusterView View() => new InMemoryClusterView().With(_objects);

    private static V1ObjectMeta Meta(string name) =>
        new() { Name = name, NamespaceProperty = "shop", Uid = $"uid-{name}", CreationTimestamp = Ago(600), Labels = Labels() };

    private static Dictionary<string, string> Labels() => new() { ["app"] = "web" };

    private static V1PodTemplateSpec Template(V1Container[] containers) => new()
    {
        Metadata = new V1ObjectMeta { Labels = Labels() },
        Spec = new V1PodSpec { Containers = containers.Length > 0 ? [.. containers] : [new V1Container { Name = "app", Image = "registry.example/shop/web:1.0" }] },
    };
}
