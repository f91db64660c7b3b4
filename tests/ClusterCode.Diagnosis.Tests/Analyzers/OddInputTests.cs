using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

/// <summary>API objects come from others: whatever is null, empty or absurd in them, an analyzer judges or passes, and never throws.</summary>
public sealed class OddInputTests
{
    public static TheoryData<string> Names => [.. Pods.Keys];

    private static readonly Dictionary<string, Func<V1Pod>> Pods = new()
    {
        ["nothing but a name"] = () => new V1Pod { Metadata = Named() },
        ["empty spec and status"] = () => new V1Pod { Metadata = Named(), Spec = new V1PodSpec(), Status = new V1PodStatus() },
        ["a container without a status"] = () => new V1Pod { Metadata = Named(), Spec = new V1PodSpec { NodeName = "a", Containers = [new V1Container { Name = "app" }] }, Status = new V1PodStatus { Phase = "Pending" } },
        ["a status without a state"] = () => Of(new V1ContainerStatus { Name = "app", RestartCount = 4 }),
        ["empty states"] = () => Of(new V1ContainerStatus { Name = "app", State = new V1ContainerState(), LastState = new V1ContainerState(), RestartCount = 4 }),
        ["waiting for no reason"] = () => Of(Waiting(null)),
        ["backing off without a last state"] = () => Of(Waiting("CrashLoopBackOff")),
        ["a start error without a message"] = () => Of(Waiting("RunContainerError")),
        ["a config error without a message"] = () => Of(Waiting("CreateContainerConfigError")),
        ["a pull error without a message"] = () => Of(Waiting("ErrImagePull")),
        ["an invalid image without a message"] = () => Of(Waiting("InvalidImageName")),
        ["terminated without times"] = () => Of(Ended(1, null)),
        ["oom-killed without times"] = () => Of(Ended(137, "OOMKilled")),
        ["killed without times"] = () => Of(Ended(137, null)),
        ["an exit code that does not exist"] = () => Of(Ended(-1, "Error")),
        ["null entries everywhere"] = Nulls,
        ["unschedulable without a message"] = () => new V1Pod { Metadata = Named(), Spec = new V1PodSpec { Containers = [new V1Container { Name = "app" }] }, Status = new V1PodStatus { Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable" }] } },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void No_analyzer_throws(string name)
    {
        var nodes = new[] { new V1Node(), new V1Node { Metadata = new V1ObjectMeta { Name = "a" }, Spec = new V1NodeSpec { Taints = [] }, Status = new V1NodeStatus { Allocatable = new Dictionary<string, ResourceQuantity>() } } };
        var plain = Case.Of(Pods[name]()).Judge();
        var rich = Case.Of(Pods[name]()).Nodes(nodes)
            .File(file => file with { Services = Lookup.Found<IReadOnlyList<V1Service>>([new V1Service(), new V1Service { Spec = new V1ServiceSpec() }]) })
            .Workload(workload => workload with { Job = new V1Job() })
            .Event("Failed", "").Event("Unhealthy", "", "app").Event("Killing", "", "app")
            .Log("app", "").CurrentLog("app", "\0\uffff").Judge();
        Assert.All(plain.Concat(rich), finding => Assert.NotEmpty(finding.Evidence));
    }

    [Fact]
    public void Hostile_text_is_bounded_and_stays_one_line()
    {
        var log = string.Join('\n', Enumerable.Repeat("ERROR: " + new string('A', 2_000) + " is not set: /" + new string('b', 2_000) + ".yaml", 300));
        var finding = Assert.Single(Case.Of(new PodBuilder().Crashing("app", 1)).Log("app", log).Judge());
        Assert.True(finding.Title.Length < 1000);
        Assert.True(finding.Evidence.Sum(evidence => evidence.Text.Length) < 10_000);
    }

    private static V1ObjectMeta Named() => new() { Name = "odd" };

    private static V1Pod Of(V1ContainerStatus status) => new()
    {
        Metadata = Named(),
        Spec = new V1PodSpec { NodeName = "a", Containers = [new V1Container { Name = "app" }] },
        Status = new V1PodStatus { Phase = "Running", ContainerStatuses = [status] },
    };

    private static V1ContainerStatus Waiting(string? reason) => new() { Name = "app", State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason } } };

    private static V1ContainerStatus Ended(int code, string? reason) => new()
    {
        Name = "app",
        RestartCount = 1,
        State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = code, Reason = reason } },
    };

    private static V1Pod Nulls() => new()
    {
        Metadata = Named(),
        Spec = new V1PodSpec
        {
            NodeName = "a",
            Volumes = [null, new V1Volume(), new V1Volume { Name = "v", Projected = new V1ProjectedVolumeSource { Sources = [null, new V1VolumeProjection()] } }],
            ImagePullSecrets = [null, new V1LocalObjectReference()],
            Tolerations = [null],
            Containers =
            [
                new V1Container
                {
                    Name = "app",
                    Command = [null],
                    Env = [null, new V1EnvVar(), new V1EnvVar { ValueFrom = new V1EnvVarSource() }],
                    EnvFrom = [null, new V1EnvFromSource()],
                    Ports = [null],
                    VolumeMounts = [null, new V1VolumeMount()],
                    LivenessProbe = new V1Probe(),
                    ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction() },
                },
            ],
        },
        Status = new V1PodStatus { Phase = "Running", Conditions = [null], ContainerStatuses = [null, Ended(1, null)] },
    };
}
