using ClusterCode.Diagnosis.Evidence;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The command that a container runs, as its spec has it.</summary>
internal static class ContainerCommand
{
    /// <summary>The words of command and args.</summary>
    public static IReadOnlyList<string> Words(V1Container container) =>
        [.. (container.Command ?? []).Concat(container.Args ?? []).Where(word => word is not null)];

    /// <summary>Where a word stands: <c>command[0]</c>, <c>args[1]</c>, or the image's entrypoint where the spec does not have it.</summary>
    public static string FieldOf(V1Container container, string word)
    {
        if (IndexOf(container.Command, word) is { } inCommand)
            return inCommand;
        if (IndexOf(container.Args, word) is { } inArgs)
            return $"args{inArgs[7..]}";
        return container.Command is { Count: > 0 } ? "in its command" : "the image's entrypoint";
    }

    /// <summary>Words that the container's own program may be called by.</summary>
    public static IEnumerable<string> OwnNames(ContainerFailure failure) =>
        new[] { failure.Workload.Reference.Name, failure.Container.Name }
            .Concat((failure.Container.Spec.Image ?? "").Split('@')[0].Split('/')[^1].Split(':')[..1]);

    /// <summary>The command as evidence.</summary>
    public static EvidenceDraft Evidence(ContainerFailure failure)
    {
        var words = Words(failure.Container.Spec);
        var text = words.Count == 0 ? $"absent (the own command of image {failure.Container.Spec.Image})" : string.Join(' ', words.Select(word => $"\"{word}\""));
        return Cite.Spec(failure.Pod, failure.Container, "command", text);
    }

    private static string? IndexOf(IList<string>? words, string word)
    {
        var index = words?.IndexOf(word) ?? -1;
        return index < 0 ? null : $"command[{index}]";
    }
}
