using System.Net;
using ClusterCode.ControllerRuntime.Api;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>What a failed request means to a reflector.</summary>
internal static class ReflectorFailures
{
    /// <summary>The server cannot be reached or has no time: it knows no less than before, and the same request will succeed later.</summary>
    public static bool IsBusyOrUnreachable(Exception e) =>
        e is HttpRequestException or ApiStatusException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable };

    /// <summary>The server has lost the version that was asked for, or not reached it yet.</summary>
    public static bool IsVersionUnavailable(Exception e) => e is ApiStatusException { IsGone: true } or ApiStatusException { Reason: ApiStatus.ResourceVersionTooLarge };

    /// <summary>The server went wrong in a way that may have passed when it is asked again.</summary>
    public static bool IsInternal(Exception e) => e is ApiStatusException { StatusCode: HttpStatusCode.InternalServerError };

    /// <summary>The server does not take the parameters.</summary>
    public static bool IsRefusal(Exception e) => e is ApiStatusException { StatusCode: HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest };
}
