namespace ClusterCode.ControllerRuntime.Tests.Queues;

/// <summary>One thing that happens to a queue in a random schedule.</summary>
public sealed record WorkQueueStep(WorkQueueAction Action, int Key, int Priority, int Milliseconds)
{
    public override string ToString() => Action switch
    {
        WorkQueueAction.Advance => $"Advance({Milliseconds})",
        WorkQueueAction.Get or WorkQueueAction.CancelGet or WorkQueueAction.ShutDown => $"{Action}()",
        WorkQueueAction.AddAfter => $"AddAfter({Key}, {Milliseconds}, {Priority})",
        WorkQueueAction.Add or WorkQueueAction.AddRateLimited => $"{Action}({Key}, {Priority})",
        _ => $"{Action}({Key})",
    };
}
