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
}
