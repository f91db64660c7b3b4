using System.Security.Cryptography;
using System.Text;
using ClusterCode.ControllerRuntime.Hosting;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Builds events as the API server's validation wants them.</summary>
internal static class EventBody
{
    /// <summary>The longest note that the server takes, in bytes.</summary>
    public const int MaxNoteBytes = 1024;

    /// <summary>The longest reason, action, reporting controller and instance.</summary>
    public const int MaxWordLength = 128;

    /// <summary>Where events of cluster-scoped objects go.</summary>
    private const string ClusterScopedNamespace = "default";

    private const int MaxNameLength = 253;
    private const string Ellipsis = "…";

    public static Eventsv1Event Create(OperatorSettings settings, EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey, DateTimeOffset time)
    {
        var ns = string.IsNullOrEmpty(regarding.Namespace) ? ClusterScopedNamespace : regarding.Namespace;
        return new Eventsv1Event
        {
            ApiVersion = "events.k8s.io/v1",
            Kind = "Event",
            Metadata = new V1ObjectMeta { NamespaceProperty = ns, Name = Name(settings.Name, regarding, idempotencyKey) },
            EventTime = time.UtcDateTime,
            ReportingController = Bounded(settings.Name),
            ReportingInstance = Bounded(settings.Instance),
            Type = type.ToString(),
            Reason = reason,
            Action = action,
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

    /// <summary>Cuts at the end of a character, so that the note stays within the limit and valid.</summary>
    public static string Truncate(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= MaxNoteBytes)
            return note;
        var left = MaxNoteBytes - Encoding.UTF8.GetByteCount(Ellipsis);
        var length = 0;
        foreach (var rune in note.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return note[..length] + Ellipsis;
    }

    /// <summary>A DNS subdomain that begins with the object's name, as kubectl's listings show it, and ends with what makes it this event's.</summary>
    private static string Name(string controller, EventRegarding regarding, string? idempotencyKey)
    {
        var identity = string.Join('\n', controller, regarding.ApiVersion, regarding.Kind, regarding.Namespace, regarding.Name, regarding.Uid, idempotencyKey ?? Guid.NewGuid().ToString());
        var suffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 8));
        var readable = new string([.. regarding.Name.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.' ? c : '-')]);
        readable = readable.Length <= MaxNameLength - suffix.Length - 1 ? readable : readable[..(MaxNameLength - suffix.Length - 1)];
        readable = readable.Trim('-', '.');
        return readable.Length == 0 ? suffix : $"{readable}.{suffix}";
    }

    private static string Bounded(string word) => word.Length <= MaxWordLength ? word : word[..MaxWordLength];
}
