namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>Where one object stands in the indexes. Most objects stand in one place, for which no array is made.</summary>
internal readonly struct ObjectPostings<T>
    where T : class
{
    // Null, an IndexPosting<T>, or an array of them.
    private readonly object? _postings;

    public ObjectPostings(ReadOnlySpan<IndexPosting<T>> postings) => _postings = postings switch
    {
        [] => null,
        [var sole] => sole,
        _ => postings.ToArray(),
    };

    public int Count => _postings switch
    {
        null => 0,
        IndexPosting<T>[] several => several.Length,
        _ => 1,
    };

    public IndexPosting<T> this[int place] => _postings as IndexPosting<T> ?? ((IndexPosting<T>[])_postings!)[place];
}
