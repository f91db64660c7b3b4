using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Views.Recording;

namespace ClusterCode.Diagnosis.Investigation;

/// <summary>Writes an object for a small model: without secrets, without what every object has, and without white space.</summary>
internal static class ObjectText
{
    /// <summary>Fields that say nothing of a failure and cost tokens.</summary>
    private static readonly FrozenSet<string> Noise = FrozenSet.ToFrozenSet(
    [
        "managedFields", "uid", "resourceVersion", "selfLink", "generation", "observedGeneration", "generateName", "ownerReferences", "annotations", "terminationMessagePath", "terminationMessagePolicy",
        "schedulerName", "dnsPolicy", "enableServiceLinks", "preemptionPolicy", "tolerations", "qosClass", "podIPs", "hostIPs", "imageID", "containerID", "blockOwnerDeletion", "controller",
        "progressDeadlineSeconds", "revisionHistoryLimit", "terminationGracePeriodSeconds", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy", "sessionAffinity", "images",
        "apiVersion", "lastUpdateTime", "lastProbeTime", "lastHeartbeatTime",
    ], StringComparer.Ordinal);

    /// <summary>The volume of a service account's token, which the API server mounts into every container.</summary>
    private const string TokenVolume = "kube-api-access-";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object in a line.</summary>
    public static string Of(JsonNode value, string kind, ISecretRedactor redactor)
    {
        Prune(value);
        return new RecordedObjectRedactor(redactor).Redact(value, kind).Deserialize<JsonNode>()!.ToJsonString(Plain);
    }

    private static void Prune(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, child) in fields.ToList())
                {
                    Prune(child);
                    if (Noise.Contains(name) || IsEmpty(child))
                    {
                        fields.Remove(name);
                    }
                }

                break;
            case JsonArray items:
                for (var i = items.Count - 1; i >= 0; i--)
                {
                    if (items[i] is JsonObject item && item["name"] is JsonValue name && name.TryGetValue<string>(out var text) && text.StartsWith(TokenVolume, StringComparison.Ordinal))
                    {
                        items.RemoveAt(i);
                        continue;
                    }

                    Prune(items[i]);
                }

                break;
        }
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
