namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>What a probe got.</summary>
internal enum ProbeOutcomeKind
{
    /// <summary>Something that is not known more precisely.</summary>
    Other,

    /// <summary>Nothing listens on the port.</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>An HTTP status that is no success.</summary>
    HttpStatus,

    /// <summary>HTTPS was asked, plain HTTP answered.</summary>
    PlainAnswersTls,

    /// <summary>Plain HTTP was asked, TLS answered.</summary>
    TlsAnswersPlain,

    /// <summary>The connection was closed without an answer.</summary>
    Closed,

    /// <summary>The image lacks the program that the probe runs.</summary>
    NoProgram,
}
