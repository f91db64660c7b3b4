using ClusterCode.Testing;

namespace ClusterCode.Architecture.Tests;

/// <summary>The files that people wrote: everything but what builds and tools make.</summary>
internal static class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", "TestResults", ".git", ".vs", "artifacts"];

    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder)!).Order()];

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(child => !Made.Contains(Path.GetFileName(child)))
                .SelectMany(child => Files(child, pattern)));

    public static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);
}
