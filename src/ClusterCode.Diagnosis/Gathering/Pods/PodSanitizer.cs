using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Redaction;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Pods;

/// <summary>A copy of a pod that may be kept: secrets in environment and arguments redacted, messages cleaned and bounded, bulk left out.</summary>
internal sealed class PodSanitizer(ISecretRedactor redactor)
{
    /// <summary>The copy; the given pod is not changed.</summary>
    public V1Pod Sanitize(V1Pod pod) => pod with
    {
        Metadata = pod.Metadata with { ManagedFields = null, Annotations = Annotations(pod.Metadata.Annotations) },
        Spec = Sanitize(pod.Spec),
        Status = pod.Status is null ? new V1PodStatus() : pod.Status with
        {
            Message = Message(pod.Status.Message),
            Conditions = pod.Status.Conditions is null ? null : [.. pod.Status.Conditions.Select(c => c with { Message = Message(c.Message) })],
            ContainerStatuses = Statuses(pod.Status.ContainerStatuses),
            InitContainerStatuses = Statuses(pod.Status.InitContainerStatuses),
        },
    };

    /// <summary>A message of the API: cleaned, redacted, bounded.</summary>
    public string? Message(string? message) =>
        message is null ? null : redactor.Redact(TextBounds.Cut(TextBounds.Clean(message), GatheringLimits.MessageBytes));

    /// <summary>A copy of a pod's spec; an empty one of none.</summary>
    public V1PodSpec Sanitize(V1PodSpec? spec) => spec is null ? new V1PodSpec { Containers = [] } : spec with
    {
        Containers = [.. (spec.Containers ?? []).Select(Sanitize)],
        InitContainers = spec.InitContainers is null ? null : [.. spec.InitContainers.Select(Sanitize)],
    };

    private V1Container Sanitize(V1Container container) => container with
    {
        Command = Words(container.Command),
        Args = Words(container.Args),
        Env = container.Env is null
            ? null
            : [.. container.Env.Select(e => e.Value is { } value ? e with { Value = redactor.RedactValue(e.Name, TextBounds.Cut(TextBounds.Clean(value), GatheringLimits.ConfigValueBytes)) } : e)],
    };

    private IList<string>? Words(IList<string>? words) =>
        words is null ? null : [.. redactor.RedactArguments([.. words.Select(w => TextBounds.Cut(TextBounds.Clean(w), GatheringLimits.ConfigValueBytes))])];

    // kubectl repeats the whole object, with its environment, in an annotation.
    private static Dictionary<string, string>? Annotations(IDictionary<string, string>? annotations) =>
        annotations?.Where(a => a.Key != "kubectl.kubernetes.io/last-applied-configuration").ToDictionary(StringComparer.Ordinal);

    private IList<V1ContainerStatus>? Statuses(IList<V1ContainerStatus>? statuses) =>
        statuses is null ? null : [.. statuses.Select(s => s with { State = State(s.State), LastState = State(s.LastState) })];

    private V1ContainerState? State(V1ContainerState? state) => state is null
        ? null
        : state with
        {
            Waiting = state.Waiting is { } waiting ? waiting with { Message = Message(waiting.Message) } : null,
            Terminated = state.Terminated is { } terminated ? terminated with { Message = Message(terminated.Message) } : null,
        };
}
