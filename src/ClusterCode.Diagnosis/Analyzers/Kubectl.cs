using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>
/// Writes kubectl commands for remediations. Names come from the cluster, which others write: whatever is not a plain Kubernetes name
/// never becomes part of a command that a person may paste into a shell.
/// </summary>
internal static class Kubectl
{
    private const int LongestName = 253;

    /// <summary>The workload as kubectl names it, such as <c>deployment/checkout -n shop</c>; null for kinds whose pod template cannot be changed in place.</summary>
    public static string? Workload(ResourceReference workload)
    {
        var kind = workload.Kind switch
        {
            "Deployment" => "deployment",
            "StatefulSet" => "statefulset",
            "DaemonSet" => "daemonset",
            "CronJob" => "cronjob",
            _ => null,
        };
        return kind is not null && IsName(workload.Name) && IsName(workload.Namespace) ? $"{kind}/{workload.Name} -n {workload.Namespace}" : null;
    }

    /// <summary>True for what is safe in a command as it stands: letters, digits, <c>- _ .</c>, not beginning with a dash.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= LongestName } && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    /// <summary>True for an image reference or path that is safe in a command as it stands.</summary>
    public static bool IsReference(string? text) =>
        text is { Length: > 0 and <= 2 * LongestName } && text[0] != '-'
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or ':' or '@');

    /// <summary>Changes a container's image; null where a name is not safe or the template cannot be changed in place.</summary>
    public static string? SetImage(ResourceReference workload, string container, string image) =>
        Workload(workload) is { } target && IsName(container) && IsReference(image) ? $"kubectl set image {target} {container}={image}" : null;

    /// <summary>Changes a container's limits or requests; null where a name is not safe or the template cannot be changed in place.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="container">The container.</param>
    /// <param name="flag"><c>--limits</c> or <c>--requests</c>.</param>
    /// <param name="resource">Such as <c>memory</c>.</param>
    /// <param name="quantity">Such as <c>64Mi</c>.</param>
    public static string? SetResources(ResourceReference workload, string container, string flag, string resource, string quantity) =>
        Workload(workload) is { } target && IsName(container) && IsReference(resource) && IsName(quantity)
            ? $"kubectl set resources {target} -c {container} {flag}={resource}={quantity}"
            : null;

    /// <summary>A namespaced command about one object; null where a name is not safe.</summary>
    /// <param name="verb">Such as <c>describe configmap</c>.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The object.</param>
    public static string? Of(string verb, string? ns, string name) => IsName(ns) && IsName(name) ? $"kubectl {verb} {name} -n {ns}" : null;
}
