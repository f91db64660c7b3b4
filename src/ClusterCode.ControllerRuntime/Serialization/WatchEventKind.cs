namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>What a line of a watch tells.</summary>
internal enum WatchEventKind
{
    /// <summary>An object appeared.</summary>
    Added,

    /// <summary>An object changed.</summary>
    Modified,

    /// <summary>An object is gone.</summary>
    Deleted,

    /// <summary>Nothing happened up to this resource version.</summary>
    Bookmark,

    /// <summary>The server ends the watch and says why.</summary>
    Error,

    /// <summary>The line cannot be understood, or its object not be held.</summary>
    Unreadable,
}
