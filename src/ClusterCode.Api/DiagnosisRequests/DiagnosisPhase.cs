using System.Text.Json.Serialization;

namespace ClusterCode.Api.DiagnosisRequests;

/// <summary>Where a diagnosis stands, in a word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DiagnosisPhase>))]
public enum DiagnosisPhase
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Evidence is being collected.</summary>
    Collecting,

    /// <summary>Evidence is being judged.</summary>
    Analyzing,

    /// <summary>The findings are there; a model is being asked to explain them.</summary>
    Explaining,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Cannot be done as asked; condition Stalled says why.</summary>
    Failed,
}
