namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>What an informer holds, and how.</summary>
public sealed class InformerOptions<T>
    where T : class
{
    /// <summary>Only this namespace; null, the default, for all.</summary>
    public string? Namespace { get; set; }

    /// <summary>Only objects with these labels; the server filters. Null, the default, for all.</summary>
    public string? LabelSelector { get; set; }

    /// <summary>Only objects with these fields; the server filters. Null, the default, for all.</summary>
    public string? FieldSelector { get; set; }

    /// <summary>Applied to every object before it is stored, to drop what nobody reads. May change its argument and return it, but must leave name, namespace, uid and resourceVersion. Null, the default, keeps objects as they came.</summary>
    public Func<T, T>? Transform { get; set; }

    /// <summary>Further ways to look objects up.</summary>
    public IList<Indexer<T>> Indexers { get; } = [];
}
