namespace ClusterCode.Benchmarks.Scale;

/// <summary>What is going on, for whoever waits. Standard output is for the result.</summary>
internal static class Progress
{
    public static void Say(string what) => Console.Error.WriteLine(what);
}
