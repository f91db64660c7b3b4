namespace ClusterCode.ControllerRuntime.Events;

/// <summary>How bad an event is.</summary>
public enum EventType
{
    /// <summary>All is as it should be.</summary>
    Normal,

    /// <summary>Somebody should look.</summary>
    Warning,
}
