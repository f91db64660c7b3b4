using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>Nothing can be created in a namespace that is being deleted (plugin/pkg/admission/namespace/lifecycle).</summary>
internal sealed class TerminatingNamespaceRefusal : IRefusalJudge
{
    private const string Terminating = "because it is being terminated";

    /// <inheritdoc />
    public bool Knows(string message) => message.Contains(Terminating, StringComparison.Ordinal);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var ns = new ResourceReference { ApiVersion = "v1", Kind = "Namespace", Name = refusal.File.Namespace };
        refusal.File.Facts.Follow(ns);
        return refusal.Finding(CauseCategories.NamespaceTerminating, $"Namespace {ns.Name} is being deleted, and nothing can be created in it any more: {refusal.Effect}", ns) with { Behind = [ns] };
    }
}
