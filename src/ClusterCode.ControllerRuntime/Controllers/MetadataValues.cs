namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>Reads labels and annotations, of which an object may have none.</summary>
internal static class MetadataValues
{
    public static string? Of(IDictionary<string, string>? values, string name) =>
        values is not null && values.TryGetValue(name, out var value) ? value : null;
}
