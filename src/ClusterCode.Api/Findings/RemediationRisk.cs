using System.Text.Json.Serialization;

namespace ClusterCode.Api.Findings;

/// <summary>What a remediation may break.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RemediationRisk>))]
public enum RemediationRisk
{
    /// <summary>Reads, or changes what is broken anyway.</summary>
    Low,

    /// <summary>Restarts pods or changes how a workload behaves.</summary>
    Medium,

    /// <summary>May lose data or interrupt what works.</summary>
    High,
}
