using System.Text.Json;

namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>A recorded object.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Document">The object; no value of a Secret is in it.</param>
/// <param name="Source">The file, for messages.</param>
/// <param name="IsPartial">True where only its metadata was read.</param>
internal sealed record RecordedObject(ObjectKey Key, JsonElement Document, string Source, bool IsPartial);
