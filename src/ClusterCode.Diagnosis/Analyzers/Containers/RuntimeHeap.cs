using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>Tells the language runtime of a container by its image, command and environment, and what bounds that runtime's heap.</summary>
internal static class RuntimeHeap
{
    // Markers: words of image names and commands. Settings: what the runtimes' own documentation names for a heap in a container.
    private static readonly Runtime[] Runtimes =
    [
        new(
            ["java", "openjdk", "temurin", "corretto", "jre", "jdk", "tomcat", "jetty", "spring", "kafka", "elasticsearch", "cassandra", "keycloak"],
            ["-Xmx", "-XX:MaxRAMPercentage"],
            "JAVA_TOOL_OPTIONS",
            "The JVM's heap is only a part of its memory: -Xmx, or -XX:MaxRAMPercentage, must leave a quarter of the limit or more for threads, metaspace and buffers."),
        new(
            ["node", "nodejs", "npm", "yarn", "next"],
            ["--max-old-space-size"],
            "NODE_OPTIONS",
            "Node.js sizes its heap by the machine unless --max-old-space-size (in MiB, about three quarters of the limit) says otherwise."),
        new(
            ["golang", "go"],
            ["GOMEMLIMIT"],
            "GOMEMLIMIT",
            "Go collects garbage without regard to the limit unless GOMEMLIMIT (about 90% of the limit) is set."),
    ];

    /// <summary>The hint for the container's runtime; null where the runtime cannot be told.</summary>
    public static HeapHint? Hint(V1Container container)
    {
        foreach (var runtime in Runtimes)
        {
            if (Setting(container, runtime) is var (path, value))
                return new HeapHint(runtime.Advice, path, value);
        }

        var words = Words(container).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Runtimes.FirstOrDefault(runtime => runtime.Markers.Any(words.Contains)) is { } found
            ? new HeapHint($"{found.Advice} Neither is set here; {found.Variable} is where it would go.", $"env[{found.Variable}]", null)
            : null;
    }

    private static (string Path, string Value)? Setting(V1Container container, Runtime runtime)
    {
        foreach (var variable in container.Env ?? [])
        {
            if (variable?.Value is { } value && runtime.Settings.Any(setting => variable.Name == setting || value.Contains(setting, StringComparison.Ordinal)))
                return ($"env[{variable.Name}]", value);
        }

        var argument = Arguments(container).FirstOrDefault(text => runtime.Settings.Any(setting => text.Contains(setting, StringComparison.Ordinal)));
        return argument is null ? null : ("command", argument);
    }

    private static IEnumerable<string> Words(V1Container container) =>
        (container.Image ?? "").Split('/', ':', '-', '_', '@', '.').Concat(Arguments(container).Take(2).Select(text => text.Split('/')[^1]));

    private static IEnumerable<string> Arguments(V1Container container) =>
        (container.Command ?? []).Concat(container.Args ?? []).Where(text => text is not null);

    private sealed record Runtime(string[] Markers, string[] Settings, string Variable, string Advice);
}
