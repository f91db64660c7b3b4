namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>
/// A write was not sent, because this process does not lead, or not any more: another may be writing by now. Trying again does not help; the process is about to end.
/// </summary>
public sealed class NotLeadingException : Exception
{
    /// <summary>Says what was not sent.</summary>
    /// <param name="request">The request, as <c>PATCH /api/v1/…</c>.</param>
    public NotLeadingException(string request)
        : base($"{request} was not sent, because this process does not lead (any more).")
    {
    }
}
