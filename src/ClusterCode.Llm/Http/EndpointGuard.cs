using System.Net;
using System.Net.Sockets;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>Finds a host's addresses, and refuses those that the policy or the backend's own spec forbids.</summary>
internal sealed class EndpointGuard(EndpointPolicy policy, BackendSettings settings)
{
    private const string Mend = "give the server a Service and put its name into spec.endpoint, such as http://server.namespace.svc:8080";

    /// <summary>The addresses of a host that may be connected to.</summary>
    /// <exception cref="BackendException">There are addresses, and none that may be; reason EndpointRefused or ExternalEndpointRefused.</exception>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, int port, CancellationToken cancellationToken)
    {
        // "localhost." and "127.0.0.1." mean the same as without the dot. Resolvers do not know the former, and for other names the dot matters.
        var name = host.TrimEnd('.');
        if (ForbiddenAddress.IsMetadataName(name))
            throw Refused(Metadata($"{host} is the name"));
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(name.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? name : host, cancellationToken);
        var allowed = new List<IPAddress>(addresses.Length);
        string? refusal = null;
        foreach (var address in addresses)
        {
            if (await RefusalAsync(host, address, port, cancellationToken) is { } why)
                refusal ??= why;
            else
                allowed.Add(address);
        }

        if (allowed.Count == 0 && refusal is not null)
            throw Refused(refusal);
        return settings.AllowPublicAddresses ? [.. allowed] : WithoutPublic(host, allowed);
    }

    private static IPAddress[] WithoutPublic(string host, List<IPAddress> addresses)
    {
        IPAddress[] allowed = [.. addresses.Where(AddressRange.IsPrivate)];
        return allowed.Length > 0 || addresses.Count == 0
            ? allowed
            : throw new BackendException(new BackendFailure(
                ConditionReasons.ExternalEndpointRefused,
                $"{(addresses[0].ToString() == host ? $"{host} is a public address" : $"{host} is at the public address {addresses[0]}")}, and spec.external is not true: nothing was sent. Set spec.external: true if excerpts of logs and events may leave the cluster"));
    }

    private async Task<string?> RefusalAsync(string host, IPAddress address, int port, CancellationToken cancellationToken)
    {
        var plain = AddressRange.Plain(address);
        var where = plain.ToString() == host ? host : $"{host} leads to {plain}, which";
        if (ForbiddenAddress.IsMetadata(plain))
            return Metadata($"{where} is the address");
        if (ForbiddenAddress.Nowhereness(plain) is { } nowhere)
            return $"{where} is {nowhere}, at which no server is to be found: nothing was sent; {Mend}";
        if (await IsApiServerAsync(plain, port, cancellationToken))
            return $"{where} is the cluster's own API server, and no model server: nothing was sent; {Mend}";
        return !policy.AllowLocal && ForbiddenAddress.Locality(plain) is { } local
            ? $"{where} is {local}, which only the operator's own machine can reach: nothing was sent; {Mend}. Where operator and model share a machine, --allow-local-endpoints lets the operator use such addresses"
            : null;
    }

    private async Task<bool> IsApiServerAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        foreach (var server in policy.ApiServers)
        {
            if (server.Port is { } only && only != port)
                continue;
            if ((await ResolveAsync(server.Host, cancellationToken)).Any(known => AddressRange.Plain(known).Equals(address)))
                return true;
        }

        return false;
    }

    private static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            return [literal];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            // An API server whose name leads nowhere cannot be what another name leads to.
            return [];
        }
    }

    private static string Metadata(string what) =>
        $"{what} of a cloud's metadata service, which gives out the node's credentials: nothing was sent; {Mend}";

    private static BackendException Refused(string message) => new(new BackendFailure(ConditionReasons.EndpointRefused, message));
}
