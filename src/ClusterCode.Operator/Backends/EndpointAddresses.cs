using System.Net;
using System.Net.Sockets;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Operator.Backends;

/// <summary>Keeps evidence inside: an endpoint at a public address is used only where the LlmBackend says <c>external: true</c>.</summary>
internal static class EndpointAddresses
{
    /// <summary>What is wrong with the endpoint, or null. A name that does not resolve is left to the probe, which names it precisely.</summary>
    public static async Task<string?> ProblemAsync(LlmBackendSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Provider == LlmProvider.BuiltIn || spec.External == true || !Uri.TryCreate(spec.Endpoint, UriKind.Absolute, out var endpoint))
            return null;
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(endpoint.DnsSafeHost, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }

        return addresses.FirstOrDefault(IsPublic) is { } address
            ? $"{endpoint.DnsSafeHost} is at the public address {address}, so evidence would leave the cluster; nothing was sent. Set spec.external to true if that is wanted."
            : null;
    }

    /// <summary>Neither loopback, nor link-local, nor of the ranges for private use (RFC 1918, RFC 6598, RFC 4193).</summary>
    internal static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any))
            return false;
        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
            return !plain.IsIPv6LinkLocal && !plain.IsIPv6UniqueLocal;
        var octets = plain.GetAddressBytes();
        return octets switch
        {
            [10, ..] or [192, 168, ..] or [169, 254, ..] => false,
            [172, >= 16 and <= 31, ..] => false,
            [100, >= 64 and <= 127, ..] => false,
            _ => true,
        };
    }
}
