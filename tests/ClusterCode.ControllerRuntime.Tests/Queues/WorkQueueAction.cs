namespace ClusterCode.ControllerRuntime.Tests.Queues;

public enum WorkQueueAction
{
    Add,
    AddAfter,
    AddRateLimited,
    Forget,
    Get,
    CancelGet,
    Done,
    Advance,
    ShutDown,
}
