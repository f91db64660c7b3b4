namespace ClusterCode.Benchmarks.Scale.Measuring;

/// <summary>A request of the operator, as the API server noted it.</summary>
/// <param name="Id">The server's own number for it.</param>
/// <param name="Verb">get, list, watch, create, update, patch, delete.</param>
/// <param name="Resource">The resource and subresource.</param>
/// <param name="Uri">Path and query.</param>
/// <param name="Received">When it came.</param>
/// <param name="Duration">How long the server took to answer it.</param>
internal sealed record AuditedRequest(string Id, string Verb, string Resource, string Uri, DateTimeOffset Received, TimeSpan Duration)
{
    /// <summary>A list of a whole collection, as only informers make; a diagnosis lists within its namespace.</summary>
    public bool IsInformerList => Verb == "list" && !Uri.Contains("/namespaces/", StringComparison.Ordinal);
}
