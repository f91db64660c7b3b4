using ClusterCode.ControllerRuntime.Api;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>One line of a watch.</summary>
internal readonly record struct WatchEvent<T>(WatchEventKind Kind)
    where T : class
{
    /// <summary>The object that was added, modified or deleted.</summary>
    public T? Object { get; init; }

    /// <summary>The version that the watch has reached; null when the line does not tell.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Whether this bookmark says that everything with which the watch began has been told.</summary>
    public bool IsInitialEventsEnd { get; init; }

    /// <summary>Why the server ends the watch.</summary>
    public ApiStatus? Error { get; init; }

    /// <summary>What could not be read.</summary>
    public UnreadableItem? Unreadable { get; init; }

    /// <summary>Whether what could not be read was a deletion.</summary>
    public bool IsUnreadableDeletion { get; init; }
}
