using ClusterCode.Llm.Caching;

namespace ClusterCode.Llm.Tests.Caching;

public sealed class StableTextTests
{
    [Theory]
    [InlineData("pod/checkout-7d9f6c5b4d-x2x4z status", "pod/checkout-6b8fdd9c77-q8w2z status", true)]
    [InlineData("exitCode=2 finishedAt=2026-11-23T12:00:00Z restartCount=4", "exitCode=2 finishedAt=2026-11-24T01:10:09Z restartCount=311", true)]
    [InlineData("container 4f2c9a7d11aa", "container 77aa01bc9def", true)]
    [InlineData("dial tcp 10.0.0.7:5432: refused", "dial tcp 10.0.3.9:5432: refused", true)]
    [InlineData("no key DB_URL", "no key DATABASE_URL", false)]
    [InlineData("panic: nil pointer", "panic: index out of range", false)]
    public void What_differs_from_one_occurrence_to_the_next_does_not_count(string one, string other, bool same) =>
        Assert.Equal(same, StableText.Of(one) == StableText.Of(other));
}
