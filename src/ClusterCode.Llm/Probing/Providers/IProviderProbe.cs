namespace ClusterCode.Llm.Probing.Providers;

/// <summary>How servers of one provider are asked about themselves.</summary>
internal interface IProviderProbe
{
    /// <summary>Asks a server.</summary>
    /// <exception cref="Failures.BackendException">It cannot be used.</exception>
    Task<ServerFacts> AskAsync(ProbeExchange exchange, CancellationToken cancellationToken);
}
