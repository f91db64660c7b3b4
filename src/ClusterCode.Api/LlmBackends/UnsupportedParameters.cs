using System.Text.Json.Serialization;

namespace ClusterCode.Api.LlmBackends;

/// <summary>What to do about parameters that a server rejects.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnsupportedParameters>))]
public enum UnsupportedParameters
{
    /// <summary>Ask again without them, and remember it.</summary>
    Drop,

    /// <summary>Report the error.</summary>
    Fail,
}
