using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>Names the cause that a line of a log states by itself, whether its process dies, is not ready, or runs on.</summary>
internal interface IShapeJudge
{
    /// <summary>The finding; null where the line states no such cause, or where what it needs to know is not read yet.</summary>
    FindingDraft? Judge(LogStatement statement, ErrorShape shape);
}
