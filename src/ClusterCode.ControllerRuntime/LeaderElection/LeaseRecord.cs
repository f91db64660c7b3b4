using System.Text.Json.Serialization;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>A Lease's spec, as far as an election goes. What else there is stays on the server, for writes are patches.</summary>
internal sealed record LeaseRecord
{
    /// <summary>How long a released Lease says it is held. The number is client-go's.</summary>
    private const int ReleasedSeconds = 1;

    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTime? AcquireTime { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTime? RenewTime { get; init; }

    public int? LeaseTransitions { get; init; }

    [JsonIgnore]
    public bool IsHeld => !string.IsNullOrEmpty(HolderIdentity);

    /// <summary>
    /// Whether the last holder said that nobody acts any more. An empty spec, or a holder that somebody took out by hand, does not say it: the leader may still act for a while.
    /// </summary>
    [JsonIgnore]
    public bool IsReleased => !IsHeld && LeaseDurationSeconds == ReleasedSeconds;

    /// <summary>The record of a holder that stops.</summary>
    public static LeaseRecord Released(DateTime now, int? transitions) => new()
    {
        HolderIdentity = "",
        LeaseDurationSeconds = ReleasedSeconds,
        AcquireTime = now,
        RenewTime = now,
        LeaseTransitions = transitions ?? 0,
    };
}
