namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>
/// Says when this process may act.
/// <para>
/// Of all processes that compete through one gate, at most one has <see cref="IsLeader"/> at any moment. A process leads once in its life: what it has lost it does
/// not win again, because nothing that it remembers of the cluster's objects need be true any more. It ends, and a new process begins anew.
/// </para>
/// <para>
/// Leadership is a promise about time, and time may pass between asking and acting. So whoever acts asks as late as he can, and what he does must do no harm when it
/// arrives late: patches carry the resource version that they were made for, and created objects have names that follow from what they are about.
/// </para>
/// </summary>
public interface ILeadershipGate
{
    /// <summary>
    /// Whether this process leads at the time of the call. It is computed from the clock at each call, so it is false the moment that leadership could have passed
    /// to another, even in a process that was frozen and has only just woken. False for good once leadership was lost or released.
    /// </summary>
    bool IsLeader { get; }

    /// <summary>Whether this process ought to have renewed its leadership, or to have ended, long ago: something in it hangs, and it should be restarted.</summary>
    bool IsOverdue { get; }

    /// <summary>Competes, and completes when this process leads. Called once.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before; <see cref="ReleaseAsync"/> takes back what may have been written.</exception>
    Task WaitForLeadershipAsync(CancellationToken cancellationToken);

    /// <summary>Completes when the leadership that was won is lost, with the reason. Does not complete while it lasts, nor when it is released.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer wants to know; the leadership goes on.</exception>
    Task<string> WaitForLossAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends the leadership, if there is one, and lets another begin at once. To be called when everything that acts has stopped, and whether or not this process ever led.
    /// Throws nothing for what the server says: what cannot be released expires.
    /// </summary>
    Task ReleaseAsync(CancellationToken cancellationToken);
}
