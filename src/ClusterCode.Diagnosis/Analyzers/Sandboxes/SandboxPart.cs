namespace ClusterCode.Diagnosis.Analyzers.Sandboxes;

/// <summary>What a sandbox may fail for.</summary>
internal enum SandboxPart
{
    /// <summary>The container runtime, for a reason of its own.</summary>
    Runtime,

    /// <summary>The RuntimeClass, or the handler that it names.</summary>
    RuntimeClass,

    /// <summary>The network plugin.</summary>
    Network,

    /// <summary>The addresses that the network plugin may give out.</summary>
    Addresses,

    /// <summary>The image of the sandbox itself.</summary>
    Image,

    /// <summary>The node's disk.</summary>
    Disk,

    /// <summary>The pod's own memory limit.</summary>
    Memory,

    /// <summary>Another resource of the node.</summary>
    Node,
}
