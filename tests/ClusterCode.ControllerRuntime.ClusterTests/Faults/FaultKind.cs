namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>What a connection or a server can do to a request.</summary>
public enum FaultKind
{
    None,

    // Instead of an answer.
    Late,
    Busy,
    Unavailable,
    InternalError,
    Gone,
    Reset,
    Empty,
    CutAfterHeaders,

    // In the middle of a body.
    Cut,
    ResetInBody,
    CutInLine,

    // In a watch, which then ends in good order.
    Ended,
    EndedInLine,
    GoneInStream,
    BusyInStream,
    InternalErrorInStream,

    // In a watch, which then goes on.
    LineMutilated,
    LineOfGarbage,
    Doubled,
    Swapped,
    GoAway,

    // In a watch: nothing comes any more, and the connection stays.
    HalfOpen,
}
