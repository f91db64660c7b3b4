using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Pulling;

/// <summary>Has an Ollama server pull its backend's model.</summary>
public interface IModelPuller
{
    /// <summary>
    /// Asks the server to pull <c>spec.model</c>, and follows it to the end. The server keeps what it has pulled: asking again goes on from there, and asking while
    /// it pulls already joins in.
    /// </summary>
    /// <param name="backend">The backend, with its references resolved.</param>
    /// <param name="report">Hears of every step; quick, and from any thread.</param>
    /// <param name="cancellationToken">Ends the pull; the server stops when nobody listens any more.</param>
    /// <returns>How it ended. A server that fails, in whatever way, is a result, not an exception.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. Nothing else is thrown.</exception>
    Task<PullResult> PullAsync(BackendConfiguration backend, Action<PullProgress> report, CancellationToken cancellationToken);
}
