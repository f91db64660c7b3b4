namespace ClusterCode.Llm.Caching;

/// <summary>The answers of one backend, the least recently used of which go first.</summary>
public sealed class AnswerCache
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Digest, StoredAnswer Answer)>> byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Digest, StoredAnswer Answer)> byUse = [];

    /// <summary>How many answers are kept.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return byUse.Count;
        }
    }

    /// <summary>The answer to an input; null where there is none.</summary>
    public StoredAnswer? Find(string digest)
    {
        lock (gate)
        {
            if (!byDigest.TryGetValue(digest, out var node))
                return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Answer;
        }
    }

    /// <summary>Keeps an answer, and no more of them than allowed.</summary>
    public void Keep(string digest, StoredAnswer answer, int maxEntries)
    {
        lock (gate)
        {
            Remove(digest);
            byDigest[digest] = byUse.AddFirst((digest, answer));
            while (byUse.Count > maxEntries)
                Remove(byUse.Last!.Value.Digest);
        }
    }

    /// <summary>Forgets an answer.</summary>
    public void Forget(string digest)
    {
        lock (gate)
            Remove(digest);
    }

    private void Remove(string digest)
    {
        if (byDigest.Remove(digest, out var node))
            byUse.Remove(node);
    }
}
