using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>When a snapshot that does not say so was made: at the newest time at which anything in it had happened.</summary>
/// <param name="latest">The time after which nothing can have happened.</param>
internal sealed class NewestTime(DateTimeOffset latest)
{
    /// <summary>Fields that tell when something happened. Others (a certificate's end, a deadline) may lie in the future.</summary>
    private static readonly FrozenSet<string> Fields = new[]
    {
        "creationTimestamp", "deletionTimestamp", "lastTransitionTime", "lastHeartbeatTime", "lastProbeTime", "lastUpdateTime", "lastTimestamp", "firstTimestamp", "eventTime",
        "lastObservedTime", "startedAt", "finishedAt", "startTime", "completionTime", "lastScheduleTime", "lastSuccessfulTime", "lastScaleTime", "time", "renewTime",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The newest; null where nothing told a time.</summary>
    public DateTimeOffset? Value { get; private set; }

    /// <summary>Looks through a document.</summary>
    public void Look(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Look(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Look(property);
            }
        }
    }

    private void Look(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.String)
        {
            Look(property.Value);
        }
        else if (Fields.Contains(property.Name)
            && DateTimeOffset.TryParse(property.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && time <= latest
            && (Value is null || time > Value))
        {
            Value = time;
        }
    }
}
