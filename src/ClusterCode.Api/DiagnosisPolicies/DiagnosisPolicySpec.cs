using ClusterCode.Api.DiagnosisRequests;
using k8s.Models;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>Which failures the operator diagnoses by itself, and how.</summary>
public sealed record DiagnosisPolicySpec
{
    /// <summary>The namespaces watched, by label. Absent or empty: all.</summary>
    public V1LabelSelector? NamespaceSelector { get; init; }

    /// <summary>The pods watched, by label. Absent or empty: all.</summary>
    public V1LabelSelector? PodSelector { get; init; }

    /// <summary>The kinds of failure. Absent: all.</summary>
    public IReadOnlyList<DiagnosisTrigger>? Triggers { get; init; }

    /// <summary>How long a state that often passes by itself (an image being pulled, a pod waiting for a node or a ConfigMap, a probe failing at start-up) must last, as a Go duration. CrashLoopBackOff, OOMKilled and JobFailed are diagnosed at once. Default: 20s.</summary>
    public string? GracePeriod { get; init; }

    /// <summary>After a diagnosis was resolved, the same failure is counted but not diagnosed again until this has passed, as a Go duration. Default: 10m.</summary>
    public string? Cooldown { get; init; }

    /// <summary>The most diagnoses of this policy under way at a time; further ones wait. Default: 10.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>The model that the diagnoses ask.</summary>
    public LlmReference? LlmRef { get; init; }

    /// <summary>How far the diagnoses go. Default: Explain.</summary>
    public DiagnosisDepth? Depth { get; init; }

    /// <summary>Copied to the diagnoses: seconds after resolution until they are deleted. Absent: kept.</summary>
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>A cron expression of five fields (UTC: minute, hour, day of month, month, day of week) at which everything in the policy's namespaces is diagnosed, failing or not.</summary>
    public string? Schedule { get; init; }

    /// <summary>Who is told of diagnoses found and resolved.</summary>
    public IReadOnlyList<PolicyNotification>? Notifications { get; init; }

    /// <summary>True: no new diagnoses are made. Default: false.</summary>
    public bool? Suspend { get; init; }
}
