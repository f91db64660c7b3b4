using System.Net;

namespace ClusterCode.Llm.Failures;

/// <summary>Why a server could not be used: a reason for scripts, a message for people.</summary>
/// <param name="Reason">One of <see cref="Api.Conditions.ConditionReasons"/>.</param>
/// <param name="Message">What, where, and how to mend it; bounded and free of secrets.</param>
internal sealed record BackendFailure(string Reason, string Message)
{
    /// <summary>The HTTP status, when the server answered.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>True: the same request may succeed later.</summary>
    public bool Transient { get; init; }

    /// <summary>True: the operator itself did not ask, because of a limit of its own. The server did nothing wrong.</summary>
    public bool IsOwnLimit { get; init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the server said, when it said that the request itself is at fault.</summary>
    public ErrorBody? Rejection { get; init; }
}
