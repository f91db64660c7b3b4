using ClusterCode.Testing;

namespace ClusterCode.Architecture.Tests;

/// <summary>What is committed names no package registry, so that it builds behind any mirror, and no path of the machine it was written on.</summary>
public sealed class The_repository_stands_alone
{
    /// <summary>In two parts, so that this file does not name them either. The registry that container runtimes take for names without one is a fact that the expert needs, and not among them.</summary>
    private static readonly (string, string)[] Parts =
    [
        ("nuget", ".org"), ("mcr.microsoft", ".com"), ("ghcr", ".io"), ("quay", ".io"), ("gcr", ".io"), ("registry.k8s", ".io"),
        ("pypi", ".org"), ("npmjs", ".org"), ("proxy.golang", ".org"), ("../sha", "red/"), ("/work/sha", "red"), ("/work/ma", "in"), ("/work/w", "t/"),
    ];

    private static readonly string[] Text =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".md", ".yaml", ".yml", ".json", ".sh", ".py", ".txt", ".config", ".tpl", ""];

    [Fact]
    public void Without_registries_and_the_authors_folders()
    {
        var forbidden = Parts.Select(part => part.Item1 + part.Item2).ToList();
        var found = SourceTree.Files(Repository.Root, "*")
            .Where(file => Text.Contains(Path.GetExtension(file)) && !IsRecorded(file))
            .SelectMany(file => File.ReadAllText(file) is var text ? forbidden.Where(word => text.Contains(word, StringComparison.Ordinal)).Select(word => $"{SourceTree.Relative(file)}: {word}") : []);

        Assert.Empty(found);
    }

    /// <summary>What a real cluster answered is kept as it was, image names included.</summary>
    private static bool IsRecorded(string file) => SourceTree.Relative(file).Split(Path.DirectorySeparatorChar).Contains("Recorded");
}
