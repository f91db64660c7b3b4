namespace ClusterCode.ControllerRuntime.Queues;

/// <summary>Whether a key is wanted. Whether it is being worked on meanwhile is another matter.</summary>
internal enum QueueItemState : byte
{
    /// <summary>Nobody wants it.</summary>
    Idle,

    /// <summary>It is wanted at a later time.</summary>
    Delayed,

    /// <summary>It is wanted now.</summary>
    Ready,
}
