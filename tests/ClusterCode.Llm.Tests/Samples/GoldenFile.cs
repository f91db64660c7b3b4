using System.Runtime.CompilerServices;
using System.Text;
using ClusterCode.Testing;

namespace ClusterCode.Llm.Tests.Samples;

/// <summary>Texts that are reviewed as files. Run the tests with UPDATE_GOLDEN=1 to write them, and look at the difference.</summary>
internal static class GoldenFile
{
    public static void Matches(string name, string actual, [CallerFilePath] string testFile = "")
    {
        // A reproducible build writes other roots into its paths, so only the test's own folder is taken from the caller's.
        var concept = Path.GetFileName(Path.GetDirectoryName(testFile))!;
        var path = Repository.PathOf("tests", "ClusterCode.Llm.Tests", concept, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual.TrimEnd() + "\n", new UTF8Encoding(false));
        }

        Assert.True(File.Exists(path), $"{path} does not exist; run the tests with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path).TrimEnd(), actual.TrimEnd(), ignoreLineEndingDifferences: true);
    }
}
