using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Probing;

/// <summary>Asks a backend's server whether it can be used, without making it generate anything.</summary>
public interface IBackendProbe
{
    /// <summary>Probes a server.</summary>
    /// <param name="backend">The backend, with its references resolved.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <returns>What was found. A backend that is misconfigured, unreachable or answers nonsense is a result, not an exception.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ProbeResult> ProbeAsync(BackendConfiguration backend, CancellationToken cancellationToken);
}
