namespace ClusterCode.Diagnosis.Gathering;

/// <summary>How much one diagnosis reads at most.</summary>
internal static class GatheringLimits
{
    /// <summary>Requests of one diagnosis. With more, what analyzers wish for is answered as unavailable.</summary>
    public const int Requests = 40;

    /// <summary>Rounds of analyzers' wishes: as far as a way from a symptom to its cause goes.</summary>
    public const int Rounds = 10;

    /// <summary>Pods that stand for a workload.</summary>
    public const int PodsOfWorkload = 3;

    /// <summary>Unhealthy workloads that are looked into when a whole namespace is diagnosed.</summary>
    public const int Workloads = 20;

    /// <summary>Containers of a pod whose logs are read.</summary>
    public const int LoggedContainers = 6;

    /// <summary>Lines of a log's end.</summary>
    public const int LogLines = 300;

    /// <summary>Bytes of a log's end.</summary>
    public const int LogBytes = 128 * 1024;

    /// <summary>Bytes of a log that are read through, where its end does not tell what is wrong; nothing of them is kept but windows around errors.</summary>
    public const int ScanBytes = 16 * 1024 * 1024;

    /// <summary>Lines of a log that are read through.</summary>
    public const int ScanLines = 200_000;

    /// <summary>Bytes of a line of a log.</summary>
    public const int LogLineBytes = 1024;

    /// <summary>Events of one object.</summary>
    public const int Events = 200;

    /// <summary>Events of a namespace, when all of it is diagnosed.</summary>
    public const int NamespaceEvents = 2000;

    /// <summary>Bytes of an event's or a status's message.</summary>
    public const int MessageBytes = 2048;

    /// <summary>ConfigMaps, Secrets and claims, each, that are looked up.</summary>
    public const int ReferencedObjects = 20;

    /// <summary>Bytes of one value of a ConfigMap that are kept.</summary>
    public const int ConfigValueBytes = 4096;

    /// <summary>Pods of all namespaces that are added up for the nodes' usage. With more, nothing is added up: half a sum misleads.</summary>
    public const int PodsForUsage = 3000;

    /// <summary>Owners (ReplicaSets, Jobs) that are looked up for pods chosen by a selector.</summary>
    public const int Owners = 50;
}
