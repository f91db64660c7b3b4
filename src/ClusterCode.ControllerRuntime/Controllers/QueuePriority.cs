namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>The priorities that the runtime itself gives keys. Any other number may be used too; the highest comes first.</summary>
public static class QueuePriority
{
    /// <summary>Something changed.</summary>
    public const int Normal = 0;

    /// <summary>Nothing is known to have changed: the object was there before the handler began to listen, or was listed again in the same version. The number is controller-runtime's.</summary>
    public const int Low = -100;
}
