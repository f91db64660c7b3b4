using k8s.Models;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>What a user asks. The operator never writes here.</summary>
public sealed record DiagnosisRequestSpec
{
    /// <summary>The object to diagnose. Absent, and no <see cref="Selector"/> either: everything in the namespace.</summary>
    public DiagnosisTarget? Target { get; init; }

    /// <summary>Pods and workloads by label, instead of <see cref="Target"/>.</summary>
    public V1LabelSelector? Selector { get; init; }

    /// <summary>Only in the operator's own namespace: the namespaces to diagnose, or <c>["*"]</c> for all.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Only in the operator's own namespace: the namespaces to diagnose, by their labels.</summary>
    public V1LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Free text, answered in <c>status.answer</c>. At most 1,000 characters.</summary>
    public string? Question { get; init; }

    /// <summary>How far the operator goes. Default: Explain.</summary>
    public DiagnosisDepth? Depth { get; init; }

    /// <summary>The model to ask. Absent: the default of the namespace, else of the cluster, else the built-in one.</summary>
    public LlmReference? LlmRef { get; init; }

    /// <summary>Findings below it are left out. Default: Warning.</summary>
    public Findings.Severity? MinSeverity { get; init; }

    /// <summary>The language of the explanation, as a BCP 47 tag. Default: en.</summary>
    public string? Language { get; init; }

    /// <summary>Further questions, each answered in <c>status.conversation</c>. At most 20.</summary>
    public IReadOnlyList<string>? FollowUps { get; init; }

    /// <summary>Seconds after resolution, or completion where nothing was wrong, until the object is deleted. Absent: kept.</summary>
    public int? TtlSecondsAfterFinished { get; init; }

    /// <summary>True: the operator leaves the object alone. Default: false.</summary>
    public bool? Suspend { get; init; }
}
