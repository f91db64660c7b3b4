namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Says when this process may act. Caches fill before; controllers start only after.</summary>
public interface ILeadershipGate
{
    /// <summary>Completes when this process leads.</summary>
    Task WaitForLeadershipAsync(CancellationToken cancellationToken);
}
