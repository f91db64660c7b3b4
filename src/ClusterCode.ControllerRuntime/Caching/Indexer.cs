namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Finds objects by something other than their key.</summary>
/// <param name="Name">The index's name, unique within its informer.</param>
/// <param name="Keys">
/// The keys under which an object is to be found; one that comes twice counts once. It is asked once for each state, before that is stored, and should be pure and quick. When it
/// throws, the object is stored and not found by this index.
/// </param>
public sealed record Indexer<T>(string Name, Func<T, IEnumerable<string>> Keys)
    where T : class;
