namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>An object as a store holds it.</summary>
internal struct StoredObject<T>
    where T : class
{
    public T Object;

    /// <summary>Where the object stands in the indexes, as it was when it was stored: an indexer is never asked for an object twice.</summary>
    public ObjectPostings<T> Postings;

    /// <summary>In which comparison with a complete list the object was last seen.</summary>
    public int Round;
}
