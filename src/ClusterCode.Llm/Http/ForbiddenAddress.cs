using System.Net;

namespace ClusterCode.Llm.Http;

/// <summary>Tells addresses at which no model server can rightly be.</summary>
internal static class ForbiddenAddress
{
    // AWS, GCP, Azure, Oracle, OpenStack and others share the first. Then ECS and EKS (credentials of tasks and pods), Alibaba, Azure's
    // WireServer, Oracle's older one; and those of AWS, EKS and GCP in IPv6.
    private static readonly HashSet<IPAddress> Metadata =
    [
        .. new[]
        {
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192",
            "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
        }.Select(IPAddress.Parse),
    ];

    private static readonly HashSet<string> MetadataNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "metadata", "metadata.google.internal", "metadata.goog", "metadata.azure.internal", "instance-data", "instance-data.ec2.internal",
    };

    private static readonly (IPNetwork Network, string What)[] Local =
    [
        (IPNetwork.Parse("127.0.0.0/8"), "a loopback address"),
        (IPNetwork.Parse("::1/128"), "a loopback address"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local address"),
        (IPNetwork.Parse("fe80::/10"), "a link-local address"),
    ];

    // Linux connects to 0.0.0.0 and :: as if they were loopback.
    private static readonly (IPNetwork Network, string What)[] Nowhere =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "an unspecified address"),
        (IPNetwork.Parse("::/128"), "an unspecified address"),
        (IPNetwork.Parse("224.0.0.0/4"), "a multicast address"),
        (IPNetwork.Parse("ff00::/8"), "a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "a broadcast or reserved address"),
    ];

    /// <summary>Whether a name is one by which a cloud's metadata service is found.</summary>
    public static bool IsMetadataName(string host) => MetadataNames.Contains(host);

    /// <summary>Whether a cloud's metadata service, which gives out credentials of the node, is at an address.</summary>
    public static bool IsMetadata(IPAddress address) => Metadata.Contains(address);

    /// <summary>What is local about an address of the operator's own machine or link; null where nothing is.</summary>
    public static string? Locality(IPAddress address) => Named(Local, address);

    /// <summary>Why an address is none of a single machine; null where it is one.</summary>
    public static string? Nowhereness(IPAddress address) => Named(Nowhere, address);

    private static string? Named((IPNetwork Network, string What)[] ranges, IPAddress address) =>
        ranges.FirstOrDefault(range => range.Network.Contains(address)).What;
}
