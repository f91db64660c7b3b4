using FsCheck;
using FsCheck.Fluent;

namespace ClusterCode.ControllerRuntime.Tests.Queues;

/// <summary>Random steps: few keys, so that they meet; delays and waits of the same size, so that they overtake each other.</summary>
public static class WorkQueueSteps
{
    private static readonly (int Weight, WorkQueueAction Action)[] Actions =
    [
        (6, WorkQueueAction.Add),
        (4, WorkQueueAction.AddAfter),
        (3, WorkQueueAction.AddRateLimited),
        (2, WorkQueueAction.Forget),
        (8, WorkQueueAction.Get),
        (1, WorkQueueAction.CancelGet),
        (6, WorkQueueAction.Done),
        (5, WorkQueueAction.Advance),
    ];

    public static Arbitrary<WorkQueueStep> Step() => Arb.From(
        from action in Gen.Frequency(Actions.Select(action => (action.Weight, Gen.Constant(action.Action))).Append((0, Gen.Constant(WorkQueueAction.ShutDown))))
        from key in Gen.Choose(0, 5)
        from priority in Gen.Elements(-100, 0, 0, 7)
        from milliseconds in Gen.Elements(0, 1, 2, 5, 10, 40, 1000, 1_000_000)
        select new WorkQueueStep(action, key, priority, milliseconds));
}
