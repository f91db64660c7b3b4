namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>An object that events are about.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
internal readonly record struct EventObject(string Kind, string Name, string? Uid);
