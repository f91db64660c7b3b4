using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Jobs;
using ClusterCode.Operator.Detection.MountEvents;
using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>What a real v1.36 API server said about a failing workload, decoded as the operator does.</summary>
internal sealed record RecordedCase(IReadOnlyList<PodSummary> Pods, IReadOnlyList<JobSummary> Jobs, IReadOnlyList<MountEventSummary> MountEvents)
{
    /// <summary>Just after the last recording was made.</summary>
    public static readonly DateTime Now = new(2026, 11, 22, 14, 59, 45, DateTimeKind.Utc);

    public static RecordedCase Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Recorded", $"{name}.json")));
        return new RecordedCase(
            Read(document, "pods", SummaryJsonContext.Default.PodSummary),
            Read(document, "jobs", SummaryJsonContext.Default.JobSummary),
            Read(document, "mountEvents", SummaryJsonContext.Default.MountEventSummary));
    }

    private static List<T> Read<T>(JsonDocument document, string list, JsonTypeInfo<T> type) =>
        document.RootElement.TryGetProperty(list, out var items) ? [.. items.EnumerateArray().Select(item => item.Deserialize(type)!)] : [];
}
