namespace ClusterCode.Api.Redaction;

/// <summary>What is redacted beyond secrets. Both are off unless asked for: addresses tell which peer is meant, and people are rarely named in logs.</summary>
public sealed record RedactionOptions
{
    /// <summary>E-mail addresses too.</summary>
    public bool Emails { get; init; }

    /// <summary>IPv4 and IPv6 addresses too. Peers that are named by their address can then no longer be told apart from others.</summary>
    public bool Addresses { get; init; }
}
