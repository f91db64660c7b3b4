using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Writes strategic merge patches for a container of a workload's pod template.</summary>
internal static class TemplatePatch
{
    /// <summary>The patch; null where the kind's template cannot be changed in place, or a name is not a plain one.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="isInit">True for an init container.</param>
    /// <param name="lines">The container's fields as YAML lines, indented from nothing.</param>
    public static string? Container(ResourceReference workload, string container, bool isInit, params IEnumerable<string> lines)
    {
        if (Kubectl.Workload(workload) is null || !Kubectl.IsName(container))
            return null;
        string[] path = workload.Kind == "CronJob" ? ["spec:", "jobTemplate:", "spec:", "template:", "spec:"] : ["spec:", "template:", "spec:"];
        var yaml = path.Select((key, depth) => Indent(depth) + key).ToList();
        var list = Indent(path.Length);
        yaml.Add($"{list}{(isInit ? "initContainers" : "containers")}:");
        yaml.Add($"{list}- name: \"{container}\"");
        yaml.AddRange(lines.Select(line => $"{list}  {line}"));
        return string.Join('\n', yaml);
    }

    private static string Indent(int depth) => new(' ', 2 * depth);
}
