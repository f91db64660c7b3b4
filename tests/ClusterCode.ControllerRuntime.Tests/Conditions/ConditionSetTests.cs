using ClusterCode.ControllerRuntime.Conditions;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Conditions;

public sealed class ConditionSetTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, 700, TimeSpan.Zero);

    [Fact]
    public void A_new_condition_comes_to_the_end_with_a_time_in_whole_seconds()
    {
        var conditions = ConditionSet.Set([new V1Condition { Type = "Other" }], "Ready", ConditionStatus.False, "Waiting", "for something", 3, Now);
        Assert.Equal(["Other", "Ready"], conditions.Select(condition => condition.Type));
        var ready = ConditionSet.Get(conditions, "Ready")!;
        Assert.Equal(("False", "Waiting", "for something", 3), (ready.Status, ready.Reason, ready.Message, ready.ObservedGeneration));
        Assert.Equal(new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc), ready.LastTransitionTime);
    }

    [Theory]
    [InlineData("True", false)]
    [InlineData("False", true)]
    public void The_time_moves_only_when_the_status_does(string status, bool moves)
    {
        var before = ConditionSet.Set(null, "Ready", "True", "A", "a", 1, Now);
        var after = ConditionSet.Set(before, "Ready", status, "B", "b", 2, Now.AddHours(1));
        Assert.Equal(("B", "b", 2), (after[0].Reason, after[0].Message, after[0].ObservedGeneration));
        Assert.Equal(moves, after[0].LastTransitionTime != before[0].LastTransitionTime);
        Assert.Equal("A", before[0].Reason);
    }

    [Fact]
    public void Only_True_is_true_and_what_is_removed_is_gone()
    {
        var conditions = ConditionSet.Set(ConditionSet.Set(null, "A", ConditionStatus.True, "R", "", 1, Now), "B", ConditionStatus.Unknown, "R", "", 1, Now);
        Assert.True(ConditionSet.IsTrue(conditions, "A"));
        Assert.False(ConditionSet.IsTrue(conditions, "B"));
        Assert.False(ConditionSet.IsTrue(null, "A"));
        Assert.Equal("B", Assert.Single(ConditionSet.Remove(conditions, "A")).Type);
    }

    [Fact]
    public void A_message_that_is_too_long_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 32768), Message(new string('x', 32768)));
        Assert.Equal(new string('x', 32767) + "…", Message(new string('x', 32769)));
        Assert.Equal(new string('x', 32766) + "…", Message(new string('x', 32766) + "😀😀"));

        static string Message(string message) => ConditionSet.Set(null, "Ready", "True", "R", message, 1, Now)[0].Message;
    }

    [Theory]
    [InlineData("Ready", "True", "Not a word", 1)]
    [InlineData("Ready", "True", "", 1)]
    [InlineData("Ready", "True", "1st", 1)]
    [InlineData("Ready", "True", "Ends:", 1)]
    [InlineData("Ready", "True", "Line\n", 1)]
    [InlineData("Ready", "true", "R", 1)]
    [InlineData("not ready", "True", "R", 1)]
    [InlineData("Ready", "True", "R", -1)]
    public void What_the_API_would_refuse_is_an_error(string type, string status, string reason, int generation) =>
        Assert.ThrowsAny<ArgumentException>(() => ConditionSet.Set(null, type, status, reason, "", generation, Now));

    [Fact]
    public void A_reason_or_type_that_is_too_long_is_an_error()
    {
        Assert.Equal(1024, ConditionSet.Set(null, "example.com/Ready", "True", new string('r', 1024), "", 1, Now)[0].Reason.Length);
        Assert.Throws<ArgumentException>(() => ConditionSet.Set(null, "Ready", "True", new string('r', 1025), "", 1, Now));
        Assert.Throws<ArgumentException>(() => ConditionSet.Set(null, new string('t', 317), "True", "R", "", 1, Now));
    }

    [Fact]
    public void A_condition_that_somebody_wrote_without_a_time_gets_one() =>
        Assert.Equal(new DateTime(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc), ConditionSet.Set([new V1Condition { Type = "Ready", Status = "True" }], "Ready", "True", "R", "", 1, Now)[0].LastTransitionTime);
}
