using ClusterCode.Api.DiagnosisRequests;

namespace ClusterCode.Diagnosis.Gathering.Facts;

/// <summary>An object to be taken into the case, because the cause of another's failure may lie there.</summary>
/// <param name="Namespace">The namespace in which it is looked for.</param>
/// <param name="ApiVersion">Its group and version; null: by kind alone.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
internal sealed record FollowWish(string Namespace, string? ApiVersion, string Kind, string Name)
{
    /// <summary>As a target that is resolved like one that a person names.</summary>
    public DiagnosisTarget Target => new() { ApiVersion = ApiVersion, Kind = Kind, Name = Name };
}
