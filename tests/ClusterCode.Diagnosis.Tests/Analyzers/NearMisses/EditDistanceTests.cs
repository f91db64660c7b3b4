using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Tests.Analyzers.NearMisses;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("wroker", "worker", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void The_number_of_edits_is_counted(string left, string right, int edits)
    {
        Assert.Equal(edits, EditDistance.Within(left, right, 3));
        Assert.Equal(edits, EditDistance.Within(right, left, 3));
    }

    [Theory]
    [InlineData("abc", "xyz", 2)]
    [InlineData("a", "abcdef", 3)]
    [InlineData("kitten", "sitting", 2)]
    public void More_edits_than_the_bound_are_no_answer(string left, string right, int max) => Assert.Null(EditDistance.Within(left, right, max));
}
