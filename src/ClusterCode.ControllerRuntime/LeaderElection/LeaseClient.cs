using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClusterCode.ControllerRuntime.Api;

namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>
/// Reads and writes one Lease. It sends each request once, past <see cref="ApiConnection"/>: the elector has its own times for repeating, and its writes are what
/// makes a leader, so that they cannot be for leaders only.
/// </summary>
internal sealed class LeaseClient(IApiTransport transport, string ns, string name, string fieldManager)
{
    private const string ApiVersion = "coordination.k8s.io/v1";

    private readonly string _collection = $"apis/{ApiVersion}/namespaces/{Uri.EscapeDataString(ns)}/leases";

    public string Name => name;

    /// <summary><c>namespace/name</c>, for messages.</summary>
    public string Key => $"{ns}/{name}";

    /// <summary>The Lease; null when there is none.</summary>
    public async Task<Lease?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(new ApiRequest(HttpMethod.Get, $"{_collection}/{Uri.EscapeDataString(name)}"), cancellationToken);
        }
        catch (ApiStatusException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Writes the record into the state that was read, or creates the Lease when there was none; refused when it has changed since.</summary>
    public async Task<Lease> WriteAsync(Lease? read, LeaseRecord record, CancellationToken cancellationToken)
    {
        var manager = ("fieldManager", (string?)fieldManager);
        var request = read is null
            ? new ApiRequest(HttpMethod.Post, ResourcePath.WithQuery(_collection, manager)) { Body = Json(new Lease(ApiVersion, "Lease", new LeaseMetadata(name, ns), record)) }
            // A patch and not an update: labels, annotations and fields of newer servers are others' to write. The resource version makes it as optimistic as an update.
            : new ApiRequest(HttpMethod.Patch, ResourcePath.WithQuery($"{_collection}/{Uri.EscapeDataString(name)}", manager))
            {
                Body = Json(new Lease(null, null, new LeaseMetadata(ResourceVersion: read.Metadata!.ResourceVersion), record)),
                ContentType = "application/merge-patch+json",
            };
        var written = await SendAsync(request, cancellationToken);
        // An answer that is none, as a captive portal's, must not make a leader.
        return written.Spec?.HolderIdentity == record.HolderIdentity && written.Spec?.RenewTime == record.RenewTime
            ? written
            : throw new JsonException($"{request} was answered with a Lease other than the one written: what stands between this process and the API server?");
    }

    private async Task<Lease> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await transport.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await ApiStatusReader.ReadAsync(request, response, cancellationToken);
        var lease = await response.Content.ReadFromJsonAsync(LeaseJsonContext.Default.Lease, cancellationToken);
        return lease is { Kind: "Lease", Metadata.ResourceVersion.Length: > 0 } ? lease : throw new JsonException($"{request} was answered with something that is no Lease.");
    }

    private static byte[] Json(Lease lease) => JsonSerializer.SerializeToUtf8Bytes(lease, LeaseJsonContext.Default.Lease);
}
