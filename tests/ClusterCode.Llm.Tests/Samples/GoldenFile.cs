using System.Runtime.CompilerServices;
using System.Text;

namespace ClusterCode.Llm.Tests.Samples;

/// <summary>Texts that are reviewed as files. Run the tests with UPDATE_GOLDEN=1 to write them, and look at the difference.</summary>
internal static class GoldenFile
{
    public static void Matches(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual.TrimEnd() + "\n", new UTF8Encoding(false));
        }

        Assert.True(File.Exists(path), $"{path} does not exist; run the tests with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path).TrimEnd(), actual.TrimEnd(), ignoreLineEndingDifferences: true);
    }
}
