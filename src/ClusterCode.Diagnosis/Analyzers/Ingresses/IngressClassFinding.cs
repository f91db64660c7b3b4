using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>No controller takes an Ingress whose class does not exist, or that has none where none is the default.</summary>
internal static class IngressClassFinding
{
    /// <summary>The annotation that was used before <c>spec.ingressClassName</c>; controllers still read it, and need no IngressClass for it.</summary>
    private const string Annotation = "kubernetes.io/ingress.class";

    /// <summary>Marks the class that Ingresses without one get.</summary>
    private const string Default = "ingressclass.kubernetes.io/is-default-class";

    /// <summary>Classes of clouds whose controllers take them by annotation alone (GKE's documentation).</summary>
    private static readonly HashSet<string> WithoutObject = new(StringComparer.Ordinal) { "gce", "gce-internal", "gce-multi-cluster" };

    /// <summary>The finding; none where the class exists, or classes may not be read.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ResourceReference reference, V1Ingress ingress)
    {
        if (file.Facts.List<V1IngressClass>(null) is not { IsFound: true, Message: null } found)
            yield break;
        var names = found.Value.Select(c => c.Metadata.Name).Order(StringComparer.Ordinal).ToList();
        var has = names.Count == 0 ? "the cluster has no IngressClass at all, so probably no Ingress controller" : $"the cluster has {Wording.List(names)}";
        var isServed = ingress.Status?.LoadBalancer?.Ingress is { Count: > 0 };
        var annotated = ingress.Metadata.Annotations?.TryGetValue(Annotation, out var value) == true ? value : null;
        var (field, wanted) = ingress.Spec?.IngressClassName is { Length: > 0 } name ? ("ingressClassName", name) : ($"annotation {Annotation}", annotated);
        if (wanted is { Length: > 0 })
        {
            var isCertain = field == "ingressClassName";
            if (names.Contains(wanted) || (!isCertain && (isServed || WithoutObject.Contains(wanted))))
                yield break;
            var near = NearMiss.Best(wanted, names) ?? (names is [var only] ? only : null);
            yield return Finding(reference, $"Ingress {reference.Namespace}/{reference.Name} has {field} {wanted}, and no IngressClass of that name exists; {has}", $"{field}={wanted}", near) with
            {
                Confidence = isCertain ? Confidence.High : Confidence.Medium,
            };
        }
        else if (!isServed && !found.Value.Any(c => c.Metadata.Annotations?.TryGetValue(Default, out var isDefault) == true && isDefault == "true"))
        {
            yield return Finding(reference, $"Ingress {reference.Namespace}/{reference.Name} has no ingressClassName, and no IngressClass is the default; {has}", "ingressClassName absent", names is [var only] ? only : null);
        }
    }

    private static FindingDraft Finding(ResourceReference reference, string title, string spec, string? right) => ConnectivityDraft.Of(
        CauseCategories.IngressClassMissing, reference, title, ConnectivityDraft.Spec(reference, "spec", spec)) with
    {
        Remediation =
        [
            right is not null && Kubectl.IsName(right) && Kubectl.Of("patch ingress", reference.Namespace, reference.Name) is { } command
                ? new Remediation { Title = $"Give it the class {right}", Command = $$$"""{{{command}}} --type merge -p '{"spec":{"ingressClassName":"{{{right}}}"}}'""", Risk = RemediationRisk.Low }
                : ConnectivityDraft.Ask("Which Ingress controller should serve it? Install one, and name its class"),
        ],
    };
}
