using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Accuracy.Catalog;

/// <summary>One failure, and what must be said about it.</summary>
/// <param name="Class">The folder: a class of the failure taxonomy.</param>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Expectation">What must be said.</param>
/// <param name="Manifest">What brings it about: manifests, or objects as an API server serves them.</param>
public sealed record AccuracyCase(string Class, string Name, CaseExpectation Expectation, string Manifest)
{
    /// <summary>How tests and reports call it.</summary>
    public string FullName => $"{Class}/{Name}";

    /// <summary>The scenario with the name of the namespace that it runs in, wherever its file says <c>${namespace}</c>.</summary>
    public AccuracyCase In(string ns) => this with
    {
        Manifest = Named(Manifest, ns),
        Expectation = Expectation with { Resource = Expectation.Resource is { } resource ? Named(resource, ns) : null, Summary = [.. Expectation.Summary.Select(s => Named(s, ns))] },
    };

    /// <summary>What the expert is asked.</summary>
    public DiagnosisSubject Subject(string ns) => new()
    {
        Namespace = ns,
        Target = Expectation.Target?.Split('/') is [var kind, var name] ? new DiagnosisTarget { Kind = kind, Name = name } : null,
    };

    private static string Named(string text, string ns) => text.Replace("${namespace}", ns, StringComparison.Ordinal);
}
