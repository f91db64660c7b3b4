using System.Text.Json.Serialization;

namespace ClusterCode.Api.DiagnosisPolicies;

/// <summary>The shape of a notification.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NotificationType>))]
public enum NotificationType
{
    /// <summary>A plain JSON object, POSTed.</summary>
    Webhook,

    /// <summary>A Slack incoming webhook.</summary>
    Slack,
}
