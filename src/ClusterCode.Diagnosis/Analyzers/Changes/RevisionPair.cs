namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>The newest revision of a workload, and the one before it that is the last good one as far as the cluster shows.</summary>
/// <param name="Newest">The newest revision's number.</param>
/// <param name="Before">The number of the one before.</param>
/// <param name="Hash">What the newest one's pods carry in their revision label, or the name of their ReplicaSet.</param>
/// <param name="Since">When the newest was created; null where its template is older, because a rollback made it the newest again.</param>
/// <param name="ServingBefore">Pods of the one before that are ready.</param>
/// <param name="Changes">What differs between their templates.</param>
internal sealed record RevisionPair(string Newest, string Before, string Hash, DateTime? Since, int ServingBefore, IReadOnlyList<TemplateChange> Changes);
