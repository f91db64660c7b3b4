namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Finds objects by something other than their key.</summary>
/// <param name="Name">The index's name, unique within its informer.</param>
/// <param name="Keys">The keys under which an object is to be found. Must be pure and must not throw.</param>
public sealed record Indexer<T>(string Name, Func<T, IEnumerable<string>> Keys)
    where T : class;
