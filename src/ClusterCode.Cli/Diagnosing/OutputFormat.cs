namespace ClusterCode.Cli.Diagnosing;

/// <summary>How an answer is written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: the fields of a DiagnosisRequest's status.</summary>
    Json,
}
