using System.Net;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>The API server's refusal of a request, as its Status object tells it.</summary>
public sealed class ApiStatusException : Exception
{
    /// <summary>Builds the exception from a response.</summary>
    /// <param name="statusCode">The HTTP status, or a watch's error code.</param>
    /// <param name="reason">The Status object's reason, as <c>NotFound</c>; empty when the server gave none.</param>
    /// <param name="message">What was asked and what the server said.</param>
    /// <param name="retryAfter">How long the server asks to wait; null when it does not.</param>
    public ApiStatusException(HttpStatusCode statusCode, string reason, string message, TimeSpan? retryAfter = null)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The Status object's reason; empty when the server gave none.</summary>
    public string Reason { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The object does not exist, nor perhaps its kind.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>The object changed since it was read, or a precondition does not hold.</summary>
    public bool IsConflict => StatusCode == HttpStatusCode.Conflict && !IsAlreadyExists;

    /// <summary>The credentials lack the right.</summary>
    public bool IsForbidden => StatusCode == HttpStatusCode.Forbidden;

    /// <summary>An object of that name exists.</summary>
    public bool IsAlreadyExists => StatusCode == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>The resource version or the continue token is too old: list again.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone || Reason is "Expired" or "Gone";
}
