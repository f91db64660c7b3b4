using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Objects;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>An analyzer of one kind of object.</summary>
/// <typeparam name="T">The client's model of the kind.</typeparam>
public abstract class ObjectAnalyzer<T> : IObjectAnalyzer
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, CaseObject subject)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Value is T value ? Judge(file, subject.Reference, value) : [];
    }

    /// <summary>Judges an object of the kind.</summary>
    protected abstract IEnumerable<FindingDraft> Judge(CaseFile file, ResourceReference reference, T value);
}
