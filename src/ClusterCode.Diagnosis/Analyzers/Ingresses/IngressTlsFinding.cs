using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>The Secrets that an Ingress takes its certificates from: that they exist and have the keys. Their values are never read; that one has expired is told by events.</summary>
internal static partial class IngressTlsFinding
{
    private const string Issuer = "cert-manager.io/";

    private static readonly string[] Keys = ["tls.crt", "tls.key"];

    /// <summary>The findings; none where Secrets may not be read.</summary>
    public static IEnumerable<FindingDraft> Of(CaseFile file, ResourceReference reference, V1Ingress ingress)
    {
        var wanted = (ingress.Spec?.Tls ?? []).Where(t => t.SecretName is { Length: > 0 }).DistinctBy(t => t.SecretName).ToList();
        foreach (var tls in wanted)
        {
            var found = file.Facts.Get<V1Secret>(reference.Namespace, tls.SecretName);
            if (found is { IsMissing: true })
            {
                if (file.Facts.Names<V1Secret>(reference.Namespace) is { } names)
                    yield return Missing(reference, ingress, tls, names.Value ?? []);
            }
            else if (found is { IsFound: true } && Keys.Where(k => found.Value.Data?.ContainsKey(k) != true).ToList() is { Count: > 0 } lacking)
            {
                yield return WithoutKeys(reference, tls, found.Value, lacking);
            }
        }

        if (wanted.Count > 0 && file.IsAskedAlone("Ingress", reference.Name))
        {
            foreach (var seen in (file.Facts.Events(reference.Namespace, "Ingress", reference.Name, ingress.Metadata.Uid) ?? []).Where(e => e.IsWarning && Expired().IsMatch(e.Message)).Take(1))
                yield return HasExpired(reference, wanted, seen);
        }
    }

    private static FindingDraft Missing(ResourceReference reference, V1Ingress ingress, V1IngressTLS tls, IReadOnlyList<string> names)
    {
        var near = NearMiss.Best(tls.SecretName, names);
        var issuer = ingress.Metadata.Annotations?.FirstOrDefault(a => a.Key.StartsWith(Issuer, StringComparison.Ordinal) && a.Key.EndsWith("issuer", StringComparison.Ordinal)) ?? default;
        var by = issuer.Key is null ? "" : $"; cert-manager should write it ({issuer.Key.Split('/')[^1]} {issuer.Value}) and has not";
        var hosts = tls.Hosts is { Count: > 0 } ? $" for {Wording.List(tls.Hosts, 3)}" : "";
        var command = near is null || !Kubectl.IsName(near) ? null : Kubectl.Of("patch ingress", reference.Namespace, reference.Name);
        var index = ingress.Spec.Tls.IndexOf(tls);
        return ConnectivityDraft.Of(
            CauseCategories.IngressTlsSecretMissing,
            Refer.To("v1", "Secret", reference.Namespace, tls.SecretName),
            $"Secret {reference.Namespace}/{tls.SecretName}, the certificate of Ingress {reference.Name}{hosts}, does not exist{(near is null ? "" : $"; {near} does")}{by}",
            ConnectivityDraft.Spec(reference, "spec.tls", $"secretName={tls.SecretName} hosts={Wording.List(tls.Hosts ?? [])}"),
            ConnectivityDraft.Status(Refer.To("v1", "Secret", reference.Namespace, tls.SecretName), "", "not found")) with
        {
            Behind = issuer.Key is null ? [] : [Refer.To("cert-manager.io/v1", "Certificate", reference.Namespace, tls.SecretName)],
            Remediation =
            [
                command is null
                    ? ConnectivityDraft.Ask($"Where should the certificate come from? Create Secret {tls.SecretName} of type kubernetes.io/tls{(issuer.Key is null ? "" : ", or see why cert-manager does not issue it: kubectl describe certificate")}")
                    : new Remediation { Title = $"Is {near} meant? Then:", Command = $$"""{{command}} --type json -p '[{"op":"replace","path":"/spec/tls/{{index}}/secretName","value":"{{near}}"}]'""", Risk = RemediationRisk.Low },
            ],
        };
    }

    private static FindingDraft WithoutKeys(ResourceReference reference, V1IngressTLS tls, V1Secret secret, List<string> lacking) => ConnectivityDraft.Of(
        CauseCategories.IngressTlsSecretMissing,
        Refer.To("v1", "Secret", reference.Namespace, tls.SecretName),
        $"Secret {reference.Namespace}/{tls.SecretName}, the certificate of Ingress {reference.Name}, has no key {Wording.List(lacking)} (type {secret.Type}); it has {(secret.Data is { Count: > 0 } data ? Wording.List(data.Keys.Order(StringComparer.Ordinal)) : "no keys")}",
        ConnectivityDraft.Spec(Refer.To("v1", "Secret", reference.Namespace, tls.SecretName), "data", $"keys: {Wording.List(secret.Data?.Keys ?? [])}")) with
    {
        Remediation = [ConnectivityDraft.Ask($"Write certificate and key under tls.crt and tls.key into Secret {tls.SecretName}")],
    };

    private static FindingDraft HasExpired(ResourceReference reference, List<V1IngressTLS> wanted, EventFacts seen)
    {
        var named = wanted.FirstOrDefault(t => seen.Message.Contains(t.SecretName, StringComparison.Ordinal)) ?? (wanted is [var only] ? only : null);
        var resource = named is null ? reference : Refer.To("v1", "Secret", reference.Namespace, named.SecretName);
        return ConnectivityDraft.Of(
            CauseCategories.IngressTlsExpired,
            resource,
            $"The certificate of Ingress {reference.Namespace}/{reference.Name}{(named is null ? "" : $" (Secret {named.SecretName})")} is not valid: {seen.Reason}: {Wording.Clip(seen.Message, 160)}",
            Cite.Event(seen)) with
        {
            Remediation = [ConnectivityDraft.Ask($"Who renews this certificate? Write a new one into Secret {named?.SecretName ?? "of spec.tls"}")],
        };
    }

    [GeneratedRegex("""\bexpired?\b|not yet valid|x509""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Expired();
}
