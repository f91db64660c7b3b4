namespace ClusterCode.Diagnosis.Views;

/// <summary>Which objects of a kind to list.</summary>
/// <param name="LabelSelector">In the API's own syntax, or null.</param>
/// <param name="FieldSelector">In the API's own syntax, or null.</param>
public sealed record ListQuery(string? LabelSelector = null, string? FieldSelector = null)
{
    /// <summary>Everything.</summary>
    public static ListQuery All { get; } = new();
}
