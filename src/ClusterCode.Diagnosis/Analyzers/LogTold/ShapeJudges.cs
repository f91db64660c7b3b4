using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>All judges of what a log states.</summary>
internal static class ShapeJudges
{
    private static readonly IShapeJudge[] All = [new RbacDeniedJudge(), new CloudDeniedJudge(), new CertificateJudge(), new VolumeFullJudge(), new TokenMissingJudge()];

    /// <summary>What the last such line of the log states; null where none states a cause by itself.</summary>
    public static FindingDraft? Last(LogStatement statement, IReadOnlyList<ErrorShape> shapes) =>
        shapes.Reverse().SelectMany(shape => All.Select(judge => judge.Judge(statement, shape))).FirstOrDefault(found => found is not null);
}
