using System.Net;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>What becomes of one request.</summary>
internal sealed record Fate
{
    /// <summary>How long it takes to the server. It may arrive long after the client gave up.</summary>
    public TimeSpan ThereIn { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How long the answer takes.</summary>
    public TimeSpan BackIn { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>It never arrives.</summary>
    public bool IsLost { get; init; }

    /// <summary>It arrives, and the answer never does.</summary>
    public bool IsAnswerLost { get; init; }

    /// <summary>What the client gets instead of the answer, after the server has done what was asked.</summary>
    public Exception? Error { get; init; }

    /// <summary>What answers instead of the server, which does nothing.</summary>
    public (HttpStatusCode Code, string Body)? Instead { get; init; }
}
