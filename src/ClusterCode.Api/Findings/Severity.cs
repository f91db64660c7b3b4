using System.Text.Json.Serialization;

namespace ClusterCode.Api.Findings;

/// <summary>How bad a finding is. Ordered: a higher value is worse.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Worth knowing; nothing is broken.</summary>
    Info,

    /// <summary>Degraded, or about to fail.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Critical,
}
