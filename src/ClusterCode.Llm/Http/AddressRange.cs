using System.Net;
using System.Net.Sockets;

namespace ClusterCode.Llm.Http;

/// <summary>Tells addresses of one's own network from those of the internet.</summary>
internal static class AddressRange
{
    // Loopback, RFC 1918, link-local, carrier-grade NAT (pods of some clouds), unique local and link-local IPv6.
    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>Whether an address cannot be reached from the internet.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Private.Any(network => network.Contains(address));
    }
}
