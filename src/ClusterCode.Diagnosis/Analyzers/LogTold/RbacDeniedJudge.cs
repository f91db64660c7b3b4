using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Api.Evidence;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The Kubernetes API denies the pod's service account a request, and the Roles and bindings say what is nearly granted.</summary>
internal sealed class RbacDeniedJudge : IShapeJudge
{
    private const string Prefix = "system:serviceaccount:";

    /// <inheritdoc />
    public FindingDraft? Judge(LogStatement statement, ErrorShape shape)
    {
        if (shape.Denied is not { } denied)
            return null;
        var words = denied.User.StartsWith(Prefix, StringComparison.Ordinal) ? denied.User[Prefix.Length..].Split(':') : [];
        if (words is not [var ns, var name])
            return Anonymous(statement, shape, denied);

        var grants = NearGrant.Of(statement.File.Facts, new ServiceAccountName(ns, name), denied);
        if (grants is null)
            return null;
        var resource = new ResourceReference { ApiVersion = "v1", Kind = "ServiceAccount", Namespace = ns, Name = name };
        var title = $"ServiceAccount {name} may not {denied.Verb} {Resource(denied)} {Where(denied)}, which {statement.Container.Noun()} of {statement.Workload.Reference.Kind} {statement.Workload.Reference.Name} asks the Kubernetes API for: {grants.Sentence}";
        IEnumerable<EvidenceDraft> evidence = [Cite.Spec(statement.Pod, "serviceAccountName", name), .. grants.Evidence is { } text ? [new EvidenceDraft(EvidenceKind.Spec, grants.Source, Wording.Clip(text, 400))] : Array.Empty<EvidenceDraft>()];
        return statement.Finding(CauseCategories.RbacDenied, shape, title, evidence, resource) with
        {
            Remediation = [new Remediation { Title = grants.Remedy, Command = Grant(denied, name, ns), Risk = RemediationRisk.Medium }],
        };
    }

    /// <summary>What asks is no service account: the request carried no token that the API knows.</summary>
    private static FindingDraft Anonymous(LogStatement statement, ErrorShape shape, DeniedApiRequest denied) => statement.Finding(
        CauseCategories.RbacDenied,
        shape,
        $"{statement.Container.Title()} asks the Kubernetes API to {denied.Verb} {Resource(denied)} {Where(denied)} as {Wording.Clip(denied.User, 100)}, who may not");

    private static string Resource(DeniedApiRequest denied) => denied.Group.Length == 0 ? denied.Resource : $"{denied.Resource} of {denied.Group}";

    private static string Where(DeniedApiRequest denied) => denied.Namespace is { } ns ? $"in namespace {ns}" : "in the whole cluster";

    private static string? Grant(DeniedApiRequest denied, string account, string ns)
    {
        var resource = denied.Group.Length == 0 ? denied.Resource.Split('/')[0] : $"{denied.Resource.Split('/')[0]}.{denied.Group}";
        var subresource = denied.Resource.Contains('/', StringComparison.Ordinal) ? $" --subresource={denied.Resource.Split('/')[1]}" : "";
        return Kubectl.IsName(denied.Verb) && Kubectl.IsName(resource) && Kubectl.IsName(account) && Kubectl.IsName(ns) && (denied.Namespace is null || Kubectl.IsName(denied.Namespace))
            ? $"kubectl auth can-i {denied.Verb} {resource}{(subresource.Length > 0 && Kubectl.IsName(denied.Resource.Split('/')[1]) ? subresource : "")} --as={Prefix}{ns}:{account}{(denied.Namespace is { } at ? $" -n {at}" : " --all-namespaces")}"
            : null;
    }
}
