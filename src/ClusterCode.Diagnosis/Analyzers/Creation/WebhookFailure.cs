using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>An admission webhook that must be asked before a pod may be created does not answer (apiserver/pkg/admission/plugin/webhook).</summary>
internal sealed partial class WebhookFailure : IRefusalJudge
{
    /// <summary>What the stable parts of the API server's and Go's network errors mean.</summary>
    private static readonly (string Part, string Means)[] Reasons =
    [
        ("no endpoints available", "has no ready endpoints"),
        ("connection refused", "refuses the connection"),
        ("no route to host", "cannot be reached: no route to its pod"),
        ("certificate signed by unknown authority", "shows a certificate that the webhook's caBundle does not vouch for"),
        ("certificate has expired", "shows a certificate that has expired"),
        ("x509:", "shows a certificate that is not valid for it"),
        ("tls:", "does not speak TLS as the API server expects"),
        ("context deadline exceeded", "does not answer within the webhook's timeout"),
        ("i/o timeout", "does not answer: the connection times out"),
        ("Client.Timeout exceeded", "does not answer within the webhook's timeout"),
        ("no such host", "has no address: its name cannot be resolved"),
        ("EOF", "closes the connection without an answer"),
        ("could not find the requested resource", "does not serve the webhook's path"),
    ];

    /// <inheritdoc />
    public bool Knows(string message) => Failed().IsMatch(message);

    /// <inheritdoc />
    public FindingDraft? Judge(CreationRefusal refusal)
    {
        var match = Failed().Match(refusal.Message);
        var (name, why) = (match.Groups["name"].Value, match.Groups["why"].Value);
        if (WebhookConfiguration.With(refusal.File, name) is not { } configurations)
            return null;
        var address = Address().Match(why);

        // Two configurations may hold webhooks of one name: then only the address tells which is meant.
        var configuration = configurations is [var only] ? only : null;
        var service = address.Success
            ? new ResourceReference { ApiVersion = "v1", Kind = "Service", Namespace = address.Groups["ns"].Value, Name = address.Groups["service"].Value }
            : configuration?.Service;

        // The webhook's own server may fail for a cause that can be named.
        if (service?.Namespace == refusal.File.Namespace)
            refusal.File.Facts.Follow(service);
        var finding = refusal.Finding(
            CauseCategories.WebhookUnavailable,
            $"Admission webhook {Wording.Clip(name, 120)}{(configuration is null ? "" : $" of {configuration.Kind} {configuration.Name} (failurePolicy {configuration.FailurePolicy})")} must be asked before pods are created, and {Server(service, why)}: {refusal.Effect}",
            service,
            name);
        return finding with
        {
            Evidence = configuration is null ? finding.Evidence : [.. finding.Evidence, configuration.Evidence],
            Behind = service is null ? [] : [service],
            Explanation = $"The API server says: {Wording.Clip(why, 400)}",
            Remediation = [.. Remediations(name, service, configuration)],
        };
    }

    private static string Server(ResourceReference? service, string why)
    {
        var who = service is null ? "its server" : $"its Service {service.Namespace}/{service.Name}";
        if (service is not null && why.Contains($"service \"{service.Name}\" not found", StringComparison.Ordinal))
            return $"{who} does not exist";
        return Reasons.FirstOrDefault(r => why.Contains(r.Part, StringComparison.OrdinalIgnoreCase)).Means is { } means ? $"{who} {means}" : $"{who} fails: {Wording.Clip(why)}";
    }

    private static IEnumerable<Remediation> Remediations(string name, ResourceReference? service, WebhookConfiguration? configuration)
    {
        if (service is { Namespace: { } ns })
        {
            yield return new Remediation
            {
                Title = $"Bring the webhook's server back: why does Service {service.Name} in namespace {ns} not answer?",
                Command = Kubectl.Of("describe service", ns, service.Name),
                Risk = RemediationRisk.Low,
            };
        }

        yield return new Remediation
        {
            Title = $"If its server is gone for good, delete {(configuration is null ? "the webhook configuration" : $"{configuration.Kind} {configuration.Name}")} that holds {Wording.Clip(name, 120)}; while it only is down, failurePolicy Ignore lets pods pass unchecked",
            Command = configuration is not null && Kubectl.IsName(configuration.Name)
                ? $"kubectl describe {configuration.Kind.ToLowerInvariant()} {configuration.Name}"
                : "kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
            Risk = RemediationRisk.High,
        };
    }

    [GeneratedRegex(@"failed calling (?:admission )?webhook ""(?<name>[^""]{1,253})"": (?:failed to call webhook: )?(?<why>.{1,1500})", RegexOptions.Singleline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Failed();

    [GeneratedRegex(@"https://(?<service>[a-z0-9-]{1,63})\.(?<ns>[a-z0-9-]{1,63})\.svc\b", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Address();
}
