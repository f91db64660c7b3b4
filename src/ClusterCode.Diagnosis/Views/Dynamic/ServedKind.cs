namespace ClusterCode.Diagnosis.Views.Dynamic;

/// <summary>A kind that the cluster serves and this program has no model of: a custom resource.</summary>
/// <param name="ApiVersion">Its group and version.</param>
/// <param name="Kind">Its kind, as the API spells it.</param>
/// <param name="Plural">Its name in paths.</param>
/// <param name="IsNamespaced">False where its objects stand in no namespace.</param>
public sealed record ServedKind(string ApiVersion, string Kind, string Plural, bool IsNamespaced)
{
    /// <summary>Where the API serves it.</summary>
    internal ApiResource Resource => ApiVersion.Split('/') is [var group, var version] ? new ApiResource(group, version, Plural, Kind) : new ApiResource("", ApiVersion, Plural, Kind);
}
