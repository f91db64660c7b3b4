namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>The kinds of object that hold a pod's configuration; the names are the API's.</summary>
internal enum ConfigurationKind
{
    /// <summary>A ConfigMap.</summary>
    ConfigMap,

    /// <summary>A Secret.</summary>
    Secret,
}
