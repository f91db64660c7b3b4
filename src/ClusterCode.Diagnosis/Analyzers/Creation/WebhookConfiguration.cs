using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>The object that makes the API server ask a webhook.</summary>
/// <param name="Kind">ValidatingWebhookConfiguration or MutatingWebhookConfiguration.</param>
/// <param name="Name">Its name.</param>
/// <param name="Webhook">The webhook in it.</param>
/// <param name="FailurePolicy">What happens where the webhook does not answer; the API's default is Fail.</param>
/// <param name="Service">The Service that is asked; null where a URL is.</param>
internal sealed record WebhookConfiguration(string Kind, string Name, string Webhook, string FailurePolicy, ResourceReference? Service)
{
    /// <summary>What shows it.</summary>
    public EvidenceDraft Evidence => new(
        EvidenceKind.Spec, $"{Kind.ToLowerInvariant()}/{Name} webhooks[{Wording.Clip(Webhook, 120)}]", $"failurePolicy={FailurePolicy}{(Service is null ? "" : $" clientConfig.service={Service.Namespace}/{Service.Name}")}");

    /// <summary>The configurations with a webhook of this name; null where they are not known yet, none where they may not be read.</summary>
    public static IReadOnlyList<WebhookConfiguration>? With(CaseFile file, string webhook)
    {
        var (validating, mutating) = (file.Facts.List<V1ValidatingWebhookConfiguration>(null), file.Facts.List<V1MutatingWebhookConfiguration>(null));
        return validating is null || mutating is null
            ? null
            :
            [
                .. (validating.Value ?? []).SelectMany(c => (c.Webhooks ?? []).Where(w => w.Name == webhook)
                    .Select(w => new WebhookConfiguration(V1ValidatingWebhookConfiguration.KubeKind, c.Metadata.Name, webhook, w.FailurePolicy ?? "Fail", Of(w.ClientConfig)))),
                .. (mutating.Value ?? []).SelectMany(c => (c.Webhooks ?? []).Where(w => w.Name == webhook)
                    .Select(w => new WebhookConfiguration(V1MutatingWebhookConfiguration.KubeKind, c.Metadata.Name, webhook, w.FailurePolicy ?? "Fail", Of(w.ClientConfig)))),
            ];
    }

    private static ResourceReference? Of(Admissionregistrationv1WebhookClientConfig? client) =>
        client?.Service is { } service ? new ResourceReference { ApiVersion = "v1", Kind = "Service", Namespace = service.NamespaceProperty, Name = service.Name } : null;
}
