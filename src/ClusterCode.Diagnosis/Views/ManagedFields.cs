using System.Text.Json;
using k8s.Models;

namespace ClusterCode.Diagnosis.Views;

/// <summary>
/// What is kept of <c>metadata.managedFields</c>: who wrote an object and when, for the kinds whose changes explain failures. Which fields were written is most of
/// their bulk, and is dropped but for one: that an entry holds <c>spec.replicas</c> and no more of the spec, by which one sees who scaled.
/// </summary>
public static class ManagedFields
{
    private const string Replicas = "spec.replicas";

    private static readonly HashSet<Type> Kinds =
        [typeof(V1ConfigMap), typeof(V1Secret), typeof(V1Deployment), typeof(V1StatefulSet), typeof(V1DaemonSet)];

    /// <summary>The entries without their fields; null for kinds of which none are kept.</summary>
    public static IList<V1ManagedFieldsEntry>? Kept<T>(IList<V1ManagedFieldsEntry>? entries) => entries is null || !Kinds.Contains(typeof(T))
        ? null
        : [.. entries.Select(e => new V1ManagedFieldsEntry { Manager = e.Manager, Operation = e.Operation, Subresource = e.Subresource, Time = e.Time, FieldsV1 = Mark(e) })];

    /// <summary>True where the entry's manager scaled: it set <c>spec.replicas</c>, and nothing else of the spec.</summary>
    internal static bool HoldReplicas(V1ManagedFieldsEntry entry) => Mark(entry) is not null;

    // Kept entries hold the mark; objects that did not come through the API's reader hold the fields themselves.
    private static string? Mark(V1ManagedFieldsEntry entry) => entry.FieldsV1 switch
    {
        Replicas => Replicas,
        JsonElement { ValueKind: JsonValueKind.Object } fields
            when fields.TryGetProperty("f:spec", out var spec) && spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("f:replicas", out _) && spec.EnumerateObject().Count() == 1 => Replicas,
        _ => null,
    };
}
