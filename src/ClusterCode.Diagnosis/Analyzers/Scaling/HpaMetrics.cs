using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Changes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Scaling;

/// <summary>What a HorizontalPodAutoscaler measures, and why it cannot (texts of kubernetes/pkg/controller/podautoscaler).</summary>
internal static partial class HpaMetrics
{
    /// <summary>The finding about metrics that cannot be had.</summary>
    public static IEnumerable<FindingDraft> Missing(
        CaseFile file, ResourceReference reference, V2HorizontalPodAutoscaler value, V2HorizontalPodAutoscalerCondition condition, EvidenceDraft evidence)
    {
        var (message, target) = (condition.Message ?? "", value.Spec.ScaleTargetRef);
        var request = MissingRequest().Match(message);
        var containers = request.Success ? WithoutRequest(file, target, request) : [];
        if (containers is null)
            yield break;
        var behind = HpaTarget.Reference(file, target);
        var isOfPods = NoData().IsMatch(message);
        if (isOfPods && !file.IsNamespaceWide)
            file.Facts.Follow(behind);
        yield return new FindingDraft
        {
            Category = CauseCategories.HpaMetricsMissing,
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            Title = $"HorizontalPodAutoscaler {reference.Name} cannot scale {target.Kind} {target.Name}: {Why(target, message, request, containers)}",
            Resource = reference,
            NormalizedMessage = LogDigest.Normalize(Wording.Clip(message)),
            Evidence = [evidence],
            Behind = isOfPods ? [behind] : [],
            Remediation = [Remedy(behind, message, request, containers)],
        };
    }

    /// <summary>What it measures against what it aims at, such as <c>cpu at 180 % of the request, target 50 %</c>.</summary>
    public static IReadOnlyList<string> Measured(V2HorizontalPodAutoscaler value) =>
    [
        .. (value.Spec?.Metrics ?? [])
            .Where(m => m.Resource?.Target?.AverageUtilization is not null)
            .Select(m => (m.Resource.Name, Target: m.Resource.Target.AverageUtilization, Now: value.Status?.CurrentMetrics?.FirstOrDefault(c => c.Resource?.Name == m.Resource.Name)?.Resource.Current?.AverageUtilization))
            .Where(m => m.Now > m.Target)
            .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} is at {m.Now} % of the request, its target is {m.Target} %")),
    ];

    private static string Why(V2CrossVersionObjectReference target, string message, Match request, IReadOnlyList<string> containers)
    {
        if (request.Success)
        {
            var resource = request.Groups["resource"].Value;
            var who = containers.Count == 0 ? "a container" : $"{(containers.Count == 1 ? "container" : "containers")} {Wording.List(containers)}";
            return $"{who} of {target.Kind} {target.Name} {(containers.Count > 1 ? "have" : "has")} no {resource} request, of which its utilization would be computed";
        }

        if (message.Contains("no custom metrics API", StringComparison.Ordinal) || message.Contains("custom.metrics.k8s.io", StringComparison.Ordinal))
            return $"no adapter serves the custom metrics API (custom.metrics.k8s.io){Metric(message)}";
        if (message.Contains("no external metrics API", StringComparison.Ordinal) || message.Contains("external.metrics.k8s.io", StringComparison.Ordinal))
            return $"the external metrics API (external.metrics.k8s.io) does not give its metric{Metric(message)}: {Wording.Clip(Tail(message))}";
        if (message.Contains("could not find the requested resource", StringComparison.Ordinal) && message.Contains("metrics", StringComparison.Ordinal))
            return "the cluster has no resource metrics API (metrics.k8s.io): metrics-server is not installed";
        if (message.Contains("currently unable to handle the request", StringComparison.Ordinal))
            return "the metrics API (metrics.k8s.io) is registered and does not answer: metrics-server is down";
        return NoData().IsMatch(message) ? "there are no metrics of its pods" : Wording.Clip(Tail(message), 300);
    }

    private static string Metric(string message) => MetricName().Match(message) is { Success: true } metric ? $", from which it wants metric {Wording.Clip(metric.Groups["name"].Value, 100)}" : "";

    // The controller puts what it was about to do before what went wrong.
    private static string Tail(string message)
    {
        const string opening = "unable to compute the replica count: ";
        var at = message.IndexOf(opening, StringComparison.Ordinal);
        return at < 0 ? message : message[(at + opening.Length)..];
    }

    private static Remediation Remedy(ResourceReference workload, string message, Match request, IReadOnlyList<string> containers)
    {
        if (request.Success)
        {
            return new Remediation
            {
                Title = $"How much {request.Groups["resource"].Value} does {(containers.Count == 1 ? $"container {containers[0]}" : "each container")} need? Set it as its request",
                Command = containers is [var only] ? Kubectl.SetResources(workload, only, "--requests", request.Groups["resource"].Value, "100m") : null,
                Risk = RemediationRisk.Medium,
            };
        }

        return message.Contains("metrics.k8s.io", StringComparison.Ordinal)
            ? new Remediation { Title = "Which of the metrics APIs is served, and by what?", Command = "kubectl get apiservices", Risk = RemediationRisk.Low }
            : new Remediation { Title = "Is the metric's name right, and is there anything that measures it?", Risk = RemediationRisk.Low };
    }

    // Null while the target is not known yet.
    private static IReadOnlyList<string>? WithoutRequest(CaseFile file, V2CrossVersionObjectReference target, Match request)
    {
        if (request.Groups["container"].Success)
            return [request.Groups["container"].Value];
        var (isKnown, spec) = target.Kind switch
        {
            "Deployment" => OfDeployment(file, target.Name),
            "StatefulSet" => Spec(file.Facts.Get<V1StatefulSet>(file.Namespace, target.Name)),
            _ => (true, null),
        };
        if (!isKnown)
            return null;
        if (spec is null)
            return [];
        var resource = request.Groups["resource"].Value;
        return
        [
            .. (spec.Containers ?? [])
                .Where(c => ResourceQuantities.Value(c.Resources?.Requests, resource) is null && ResourceQuantities.Value(c.Resources?.Limits, resource) is null)
                .Select(c => c.Name),
        ];
    }

    // A view may have only part of a Deployment's template; the ReplicaSets have all of it.
    private static (bool IsKnown, V1PodSpec? Spec) OfDeployment(CaseFile file, string name)
    {
        if (file.Facts.Get<V1Deployment>(file.Namespace, name) is not { } deployment)
            return (false, null);
        if (!deployment.IsFound)
            return (true, null);
        return file.Facts.Selected<V1ReplicaSet>(file.Namespace, deployment.Value.Spec?.Selector) is { } sets
            ? (true, (sets.Value ?? []).Where(s => s.Controller()?.Name == name).OrderByDescending(Revisions.Number).FirstOrDefault()?.Spec?.Template?.Spec)
            : (false, null);
    }

    private static (bool IsKnown, V1PodSpec? Spec) Spec<T>(Lookup<T>? found)
        where T : class, IKubernetesObject<V1ObjectMeta> => (found is not null, PodTemplates.Of(found?.Value)?.Spec);

    [GeneratedRegex(@"missing request for (?<resource>[\w./-]{1,100}\w)(?: in container (?<container>\S{1,63}) of Pod \S{1,253})?", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex MissingRequest();

    [GeneratedRegex(@"did not receive metrics for|no metrics returned from resource metrics API|no metrics known for", RegexOptions.IgnoreCase, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex NoData();

    [GeneratedRegex(@"(?:unable to get (?:external )?metric |could not find the metric )(?<name>[^\s:]{1,200})", RegexOptions.None, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex MetricName();
}
