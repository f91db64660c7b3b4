namespace ClusterCode.Diagnosis.Tests.Logs.Corpus;

/// <summary>Logs of the usual runtimes, drivers and servers, written before the code that reads them was looked at: what they tell is read, and nothing where they tell nothing.</summary>
public sealed class CorpusTests
{
    private static readonly IReadOnlyList<CorpusCase> Cases = CorpusCase.Read(Path.Combine(AppContext.BaseDirectory, "Logs", "Corpus"));

    public static TheoryData<string> Names => [.. Cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_log_tells_is_read(string name)
    {
        Assert.Empty(Cases.Single(item => item.Name == name).Misses());
    }
}
