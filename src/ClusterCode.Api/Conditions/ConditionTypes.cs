namespace ClusterCode.Api.Conditions;

/// <summary>Condition types, following the kstatus conventions, so that <c>kubectl wait</c>, Argo CD and Flux understand them.</summary>
public static class ConditionTypes
{
    /// <summary>The object is as its spec asks: a diagnosis is complete, a backend answers.</summary>
    public const string Ready = "Ready";

    /// <summary>Work on the current generation is going on. Absent or False when there is nothing to do.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>The operator cannot go on without a change by a person; the message says which.</summary>
    public const string Stalled = "Stalled";

    /// <summary>DiagnosisRequest: the deterministic part is done; findings and root cause are in the status.</summary>
    public const string Analyzed = "Analyzed";

    /// <summary>DiagnosisRequest: a model's grounded explanation is in the status. False gives the reason why it is not.</summary>
    public const string Explained = "Explained";

    /// <summary>DiagnosisRequest: the failure is over.</summary>
    public const string Resolved = "Resolved";
}
