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

    // Where an IPv4 address stands inside one of IPv6, besides mapped ones: compatible (long obsolete, and still routed by some), NAT64, 6to4.
    private static readonly (IPNetwork Network, int Offset)[] Embedding =
    [
        (IPNetwork.Parse("::/96"), 12),
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>Whether an address cannot be reached from the internet.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = Plain(address);
        return Private.Any(network => network.Contains(plain));
    }

    /// <summary>The address that is meant: without a zone, and the IPv4 address where one is written as IPv6.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes);
        if (plain.Equals(IPAddress.IPv6Any) || plain.Equals(IPAddress.IPv6Loopback))
            return plain;
        foreach (var (network, offset) in Embedding)
        {
            if (network.Contains(plain))
                return new IPAddress(bytes.AsSpan(offset, 4));
        }

        return plain;
    }
}
