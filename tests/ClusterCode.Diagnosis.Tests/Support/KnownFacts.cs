using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>Facts that analyzers may ask for in a test. What is not given is answered as unavailable.</summary>
internal sealed class KnownFacts(string ns)
{
    private readonly CaseFacts _facts = new(ns);

    /// <summary>All objects of a kind in the namespace; none of it means that there are none.</summary>
    public KnownFacts With<T>(params T[] objects)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _facts.Keep(new ListWish<T>(ns), Lookup.Found<IReadOnlyList<T>>(objects));
        return this;
    }

    /// <summary>All objects of a cluster-scoped kind.</summary>
    public KnownFacts WithClusterScoped<T>(params T[] objects)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _facts.Keep(new ListWish<T>(null), Lookup.Found<IReadOnlyList<T>>(objects));
        return this;
    }

    /// <summary>Lists of the kind are answered so.</summary>
    public KnownFacts Answering<T>(Lookup<IReadOnlyList<T>> answer)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _facts.Keep(new ListWish<T>(ns), answer);
        return this;
    }

    public KnownFacts WithEvents(string kind, string name, string? uid, params EventFacts[] events)
    {
        _facts.Keep(new EventsWish(ns, kind, name, uid), events);
        return this;
    }

    public CaseFacts Build()
    {
        _facts.Close("a test did not give it");
        return _facts;
    }
}
