using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>What to diagnose.</summary>
public sealed record DiagnosisSubject
{
    /// <summary>The namespace that is read, besides cluster-scoped objects that its objects refer to.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object; null: by <see cref="Selector"/>, or everything in the namespace.</summary>
    public DiagnosisTarget? Target { get; init; }

    /// <summary>Pods by label.</summary>
    public V1LabelSelector? Selector { get; init; }

    /// <summary>Further namespaces, which are then read in place of <see cref="Namespace"/>; null: it alone. Not together with <see cref="Target"/>.</summary>
    public NamespaceScope? Scope { get; init; }

    /// <summary>Findings below it are left out.</summary>
    public Severity MinSeverity { get; init; } = Severity.Warning;
}
