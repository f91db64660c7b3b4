namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>One index of a store: the postings of every key that any object has.</summary>
internal sealed class StoreIndex<T>(Indexer<T> indexer)
    where T : class
{
    private readonly Dictionary<string, IndexPosting<T>> _postings = [];

    public Indexer<T> Indexer { get; } = indexer;

    /// <summary>How many keys there are.</summary>
    public int Count => _postings.Count;

    public IndexPosting<T>? Find(string key) => _postings.GetValueOrDefault(key);

    public IndexPosting<T> FindOrAdd(string key)
    {
        if (!_postings.TryGetValue(key, out var posting))
            _postings[key] = posting = new IndexPosting<T>(this, key);
        return posting;
    }

    public void Remove(IndexPosting<T> posting) => _postings.Remove(posting.Key);
}
