namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>What an error is about, beyond what its own words name.</summary>
internal enum ShapeSubject
{
    /// <summary>Nothing that could be looked for.</summary>
    Nothing,

    /// <summary>Another host, and its port.</summary>
    Peer,

    /// <summary>A file or directory.</summary>
    Path,

    /// <summary>A file that was parsed, in which a line may be named.</summary>
    File,

    /// <summary>A port of the process's own.</summary>
    OwnPort,
}
