using System.Text.Json;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Views.Dynamic;

namespace ClusterCode.Diagnosis.Analyzers.Conditions;

/// <summary>The objects to which a spec refers by the usual convention: fields that end in Ref or Refs, with a kind and a name. Its owners, too, may say why.</summary>
internal static class ReferencedObjects
{
    /// <summary>Objects that are followed.</summary>
    private const int Most = 4;

    private const int MaxDepth = 8;

    /// <summary>Kinds to which a field refers that names none (Gateway API's defaults).</summary>
    private static readonly Dictionary<string, string> DefaultKinds = new(StringComparer.Ordinal) { ["backendRefs"] = "Service", ["parentRefs"] = "Gateway" };

    /// <summary>References to objects of the same namespace.</summary>
    public static IReadOnlyList<ResourceReference> Of(ClusterObject value)
    {
        var found = new List<ResourceReference>();
        if (value.Document.ValueKind == JsonValueKind.Object && value.Document.TryGetProperty("spec", out var spec))
        {
            Walk(spec, value, found, 0);
        }

        foreach (var owner in value.Metadata.OwnerReferences ?? [])
        {
            found.Add(new ResourceReference { ApiVersion = owner.ApiVersion, Kind = owner.Kind, Namespace = value.Metadata.NamespaceProperty, Name = owner.Name });
        }

        return [.. found.Distinct().Take(Most)];
    }

    private static void Walk(JsonElement element, ClusterObject owner, List<ResourceReference> found, int depth)
    {
        if (depth > MaxDepth || found.Count >= Most)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, owner, found, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                IEnumerable<JsonElement> references = property.Name.EndsWith("Refs", StringComparison.Ordinal) && property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray()
                    : property.Name.EndsWith("Ref", StringComparison.Ordinal) ? [property.Value] : [];
                found.AddRange(references.Select(r => Reference(r, property.Name, owner)).OfType<ResourceReference>());
                Walk(property.Value, owner, found, depth + 1);
            }
        }
    }

    private static ResourceReference? Reference(JsonElement reference, string field, ClusterObject owner)
    {
        var kind = Text(reference, "kind") ?? DefaultKinds.GetValueOrDefault(field);
        var ns = Text(reference, "namespace") ?? owner.Metadata.NamespaceProperty;
        if (kind is null || Text(reference, "name") is not { Length: > 0 } name || ns != owner.Metadata.NamespaceProperty)
        {
            return null;
        }

        // A group without a version is mostly that of the object itself.
        var version = Text(reference, "apiVersion");
        return new ResourceReference { ApiVersion = version ?? (IsOwnGroup(reference, kind, field, owner) ? owner.ApiVersion : null), Kind = kind, Namespace = ns, Name = name };
    }

    private static bool IsOwnGroup(JsonElement reference, string kind, string field, ClusterObject owner) =>
        Text(reference, "group") is { Length: > 0 } group ? owner.ApiVersion.StartsWith(group + "/", StringComparison.Ordinal) : field != "backendRefs" && kind is not ("Secret" or "ConfigMap" or "Service");

    private static string? Text(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
