namespace ClusterCode.Diagnosis.Causes;

/// <summary>One kind of finding that may be a symptom of others.</summary>
/// <param name="Symptom">The symptom's category.</param>
/// <param name="Scope">How near the cause must be.</param>
/// <param name="Causes">The causes' categories; empty: any other finding.</param>
internal sealed record CausalRelation(string Symptom, CauseScope Scope, params string[] Causes);
