using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>
/// What analyzers may ask beyond what is gathered for every case. An analyzer reads nothing itself: what is not known yet is answered with null and noted as a
/// wish; the gatherer fulfils the wishes of all analyzers side by side, each once, and all of them judge again. So every fact is read only where it matters, and
/// an analyzer stays a pure function of what is known. Null means "not known yet": an analyzer then yields nothing that hangs on it, and is asked again. When the
/// diagnosis has read as much as it may, what is left is answered as unavailable.
/// </summary>
public sealed class CaseFacts
{
    private readonly Dictionary<Wish, object> _known = [];
    private readonly HashSet<Wish> _wishes = [];
    private readonly HashSet<FollowWish> _following = [];
    private readonly List<FollowWish> _toFollow = [];
    private readonly string _home;
    private readonly Func<string, bool> _mayRead;
    private string? _closed;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="home">The namespace of the diagnosis.</param>
    /// <param name="mayRead">Which other namespaces it may read; null: none.</param>
    internal CaseFacts(string home, Func<string, bool>? mayRead = null)
    {
        _home = home;
        _mayRead = ns => ns == home || mayRead?.Invoke(ns) == true;
    }

    /// <summary>A case of which nothing more can be known: whatever is asked is answered as unavailable.</summary>
    internal static CaseFacts Closed(string home)
    {
        var facts = new CaseFacts(home);
        facts.Close("nothing more was read");
        return facts;
    }

    /// <summary>An object by name; its secrets are redacted. <paramref name="ns"/> is null for cluster-scoped kinds.</summary>
    public Lookup<T>? Get<T>(string? ns, string name)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (ns is not null && !_mayRead(ns))
        {
            return Lookup.Forbidden<T>(OtherNamespace(ns));
        }

        var wish = new ObjectWish<T>(ns, name);
        if (_known.TryGetValue(wish, out var known))
        {
            return (Lookup<T>)known;
        }

        // A list that was read whole tells of each object, and of what does not exist.
        if (_known.TryGetValue(new ListWish<T>(ns), out var listed) && listed is Lookup<IReadOnlyList<T>> { IsFound: true, Message: null } all)
        {
            return all.Value.FirstOrDefault(o => o.Metadata.Name == name) is { } found ? Lookup.Found(found) : Lookup.Missing<T>($"{typeof(T).Name} {name} not found");
        }

        return Ask<Lookup<T>>(wish);
    }

    /// <summary>All objects of a kind in a namespace, or in the cluster for cluster-scoped kinds.</summary>
    public Lookup<IReadOnlyList<T>>? List<T>(string? ns)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        ns is not null && !_mayRead(ns) ? Lookup.Forbidden<IReadOnlyList<T>>(OtherNamespace(ns)) : Ask<Lookup<IReadOnlyList<T>>>(new ListWish<T>(ns));

    /// <summary>The objects of a kind in a namespace that carry a workload's labels: its ReplicaSets, its revisions.</summary>
    public Lookup<IReadOnlyList<T>>? Selected<T>(string ns, V1LabelSelector? selector)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        _mayRead(ns) ? Ask<Lookup<IReadOnlyList<T>>>(new SelectedWish<T>(ns, LabelSelectors.Format(selector))) : Lookup.Forbidden<IReadOnlyList<T>>(OtherNamespace(ns));

    /// <summary>The names of all objects of a kind, for near misses: less to read than <see cref="List{T}"/>.</summary>
    public Lookup<IReadOnlyList<string>>? Names<T>(string? ns)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (ns is not null && !_mayRead(ns))
        {
            return Lookup.Forbidden<IReadOnlyList<string>>(OtherNamespace(ns));
        }

        return _known.TryGetValue(new ListWish<T>(ns), out var listed) && listed is Lookup<IReadOnlyList<T>> { IsFound: true } all
            ? Lookup.Found<IReadOnlyList<string>>([.. all.Value.Select(o => o.Metadata.Name).Order(StringComparer.Ordinal)])
            : Ask<Lookup<IReadOnlyList<string>>>(new NamesWish<T>(ns));
    }

    /// <summary>The events about an object, the newest first; empty where there are none or none may be read. Cluster-scoped objects have theirs in <c>default</c>.</summary>
    public IReadOnlyList<EventFacts>? Events(string? ns, string kind, string name, string? uid = null) =>
        Ask<IReadOnlyList<EventFacts>>(new EventsWish(ns ?? "default", kind, name, uid));

    /// <summary>The log of a container's current run.</summary>
    public LogExcerpt? Log(V1Pod pod, string container) => Ask<LogExcerpt>(new LogWish(pod, container));

    /// <summary>
    /// Takes an object into the case, with what belongs to it (of a workload: its pods, their events and logs), because the cause may lie there. Its analyzers then
    /// judge it; link the finding that it would explain by <see cref="Analyzers.FindingDraft.Behind"/>. Pods are taken as their workload.
    /// </summary>
    public void Follow(ResourceReference about)
    {
        ArgumentNullException.ThrowIfNull(about);
        var wish = new FollowWish(about.Namespace ?? _home, about.ApiVersion, about.Kind, about.Name);
        if (_closed is null && _mayRead(wish.Namespace) && _following.Add(wish))
        {
            _toFollow.Add(wish);
        }
    }

    /// <summary>A fact that was read anyway.</summary>
    internal void Keep(Wish wish, object answer)
    {
        lock (_known)
        {
            _known[wish] = answer;
        }
    }

    /// <summary>What was asked since the last call.</summary>
    internal (IReadOnlyList<Wish> Wishes, IReadOnlyList<FollowWish> Follow) TakeWishes()
    {
        (IReadOnlyList<Wish>, IReadOnlyList<FollowWish>) taken = ([.. _wishes], [.. _toFollow]);
        _wishes.Clear();
        _toFollow.Clear();
        return taken;
    }

    /// <summary>From now on whatever is not known is answered as unavailable.</summary>
    internal void Close(string why) => _closed = why;

    private TAnswer? Ask<TAnswer>(Wish wish)
        where TAnswer : class
    {
        if (_known.TryGetValue(wish, out var known))
        {
            return (TAnswer)known;
        }

        if (_closed is { } why)
        {
            wish.Refuse(this, why);
            return (TAnswer)_known[wish];
        }

        _wishes.Add(wish);
        return null;
    }

    private static string OtherNamespace(string ns) => $"a diagnosis reads its own namespace, and {ns} is another";
}
