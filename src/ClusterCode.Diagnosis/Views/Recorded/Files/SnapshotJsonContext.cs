using System.Text.Json.Serialization;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>JSON metadata of a snapshot's own files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SnapshotInfo))]
[JsonSerializable(typeof(IReadOnlyList<RecordedRead>))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
