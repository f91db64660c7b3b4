using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The process dies, and its log states a cause by itself: a denied request, a certificate, a full disk, a missing token.</summary>
internal sealed class ShapeFailureJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure) =>
        failure is { ExitCode: not (null or 0), Log: { Problem: null } log }
            ? ShapeJudges.Last(new LogStatement(failure.File, failure.Workload, failure.Pod, failure.Container, log, failure.Severity), ErrorShapes.Find(failure.RawLines))
            : null;
}
