using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>A cache that holds what the test puts into it.</summary>
internal sealed class FakeStore<T>(ResourceDefinition<T> definition, IReadOnlyList<Indexer<T>> indexers) : IStore<T>
    where T : class
{
    private readonly Dictionary<ObjectKey, T> _objects = [];

    public int Count => _objects.Count;

    public void Put(T obj) => _objects[definition.KeyOf(obj)] = obj;

    public void Remove(ObjectKey key) => _objects.Remove(key);

    public T? Get(ObjectKey key) => _objects.GetValueOrDefault(key);

    public IReadOnlyList<T> List() => [.. _objects.Values];

    public IReadOnlyList<T> ByIndex(string indexName, string indexKey)
    {
        var indexer = indexers.FirstOrDefault(candidate => candidate.Name == indexName) ?? throw new ArgumentException($"There is no indexer {indexName}.", nameof(indexName));
        return [.. _objects.Values.Where(obj => indexer.Keys(obj).Contains(indexKey))];
    }
}
