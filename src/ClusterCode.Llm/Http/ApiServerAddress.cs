namespace ClusterCode.Llm.Http;

/// <summary>Where the cluster's API server is.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port; null where everything at the host is the API server, as at the address of its Service.</param>
public sealed record ApiServerAddress(string Host, int? Port = null);
