using System.Security.Cryptography;
using System.Text;
using ClusterCode.ControllerRuntime.Hosting;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Builds events as the API server's validation wants them. Its lengths are in bytes.</summary>
internal static class EventBody
{
    /// <summary>The longest note that the server takes, in bytes.</summary>
    public const int MaxNoteBytes = 1024;

    /// <summary>The longest reason, action and reporting instance, in bytes.</summary>
    public const int MaxWordBytes = 128;

    /// <summary>Where events of cluster-scoped objects go.</summary>
    private const string ClusterScopedNamespace = "default";

    private const int MaxNameLength = 253;
    private const string Ellipsis = "…";

    public static Eventsv1Event Create(OperatorSettings settings, EventKey key, string note, DateTimeOffset time)
    {
        var regarding = key.Regarding;
        var ns = string.IsNullOrEmpty(regarding.Namespace) ? ClusterScopedNamespace : regarding.Namespace;
        return new Eventsv1Event
        {
            ApiVersion = "events.k8s.io/v1",
            Kind = "Event",
            Metadata = new V1ObjectMeta { NamespaceProperty = ns, Name = Name(settings.Name, regarding, key.IdempotencyKey) },
            EventTime = time.UtcDateTime,
            ReportingController = settings.Name,
            ReportingInstance = Truncate(settings.Instance, MaxWordBytes, ""),
            Type = key.Type.ToString(),
            Reason = key.Reason,
            Action = key.Action,
            Note = Truncate(note),
            Regarding = new V1ObjectReference
            {
                ApiVersion = regarding.ApiVersion,
                Kind = regarding.Kind,
                // Kubernetes 1.20 takes an event without this only in kube-system, newer ones also in default; the event's own namespace is right for all.
                NamespaceProperty = ns,
                Name = regarding.Name,
                Uid = regarding.Uid,
            },
        };
    }

    /// <summary>A note within the limit.</summary>
    public static string Truncate(string note) => Truncate(note, MaxNoteBytes, Ellipsis);

    /// <summary>Cuts at the end of a character, so that what is left is valid.</summary>
    private static string Truncate(string text, int maxBytes, string ellipsis)
    {
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes)
            return text;
        var left = maxBytes - Encoding.UTF8.GetByteCount(ellipsis);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length] + ellipsis;
    }

    /// <summary>A DNS subdomain that begins with the object's name, as kubectl's listings show it, and ends with what makes it this event's.</summary>
    private static string Name(string controller, EventRegarding regarding, string? idempotencyKey)
    {
        var identity = string.Join('\n', controller, regarding.ApiVersion, regarding.Kind, regarding.Namespace, regarding.Name, regarding.Uid, idempotencyKey ?? Guid.NewGuid().ToString());
        var suffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));
        var readable = Labels(regarding.Name);
        if (readable.Length > MaxNameLength - suffix.Length - 1)
            readable = Labels(readable[..(MaxNameLength - suffix.Length - 1)]);
        return readable.Length == 0 ? suffix : $"{readable}.{suffix}";
    }

    /// <summary>What of a name can stand in a DNS subdomain; names of RBAC's objects may be anything.</summary>
    private static string Labels(string name) => string.Join('.', new string([.. name.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' ? c : '-')])
        .Split('.')
        .Select(label => label.Trim('-'))
        .Where(label => label.Length > 0));
}
