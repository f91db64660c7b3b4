using System.Text.Json.Serialization;

namespace ClusterCode.Api.Findings;

/// <summary>How a cause is proved. Ordered: a higher value is surer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Confidence>))]
public enum Confidence
{
    /// <summary>Inferred from circumstances.</summary>
    Low,

    /// <summary>Told by a log line or by the text of a message.</summary>
    Medium,

    /// <summary>Told by a field or an event of the API.</summary>
    High,
}
