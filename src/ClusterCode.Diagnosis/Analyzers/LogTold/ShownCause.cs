using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.Dependencies;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>
/// The cause of an error that a process which runs on logs, where the cluster shows it, just as for one that dies of it: a policy in the way, a name that is wrong,
/// a mount that is read-only. Where the cluster shows nothing, the error itself is all that can be told.
/// </summary>
internal static class ShownCause
{
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        CauseCategories.NetworkPolicyBlocks, CauseCategories.DnsConfigBroken, CauseCategories.DependencyAddressWrong, CauseCategories.ServiceMissing,
    };

    /// <summary>The finding; null where the cluster shows no cause, or not yet.</summary>
    public static FindingDraft? Of(LogStatement statement, ErrorShape shape) => shape switch
    {
        { Kind: ErrorShapeKind.ReadOnlyFileSystem or ErrorShapeKind.PermissionDenied, Path: { } path } => OfPath(statement, shape, path),
        _ => OfPeer(statement),
    };

    private static FindingDraft? OfPeer(LogStatement statement) =>
        DependencyErrors.Of(statement.File, statement.Workload, statement.Pod, statement.Container, statement.Log, statement.Log.Lines, statement.Severity) is { } error
        && DependencyJudgement.Of(error) is { } finding && Shown.Contains(finding.Category)
            ? finding
            : null;

    private static FindingDraft OfPath(LogStatement statement, ErrorShape shape, string path)
    {
        var finding = PermissionDeniedJudge.ForPath(new ContainerFailure(statement.File, statement.Workload, statement.Pod, statement.Container), shape.Line, path);
        return finding with { Severity = statement.Severity, Evidence = [Cite.Log(statement.Log, [shape.Line]), .. finding.Evidence] };
    }
}
