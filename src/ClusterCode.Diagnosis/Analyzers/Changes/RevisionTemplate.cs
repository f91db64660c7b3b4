using System.Text.Json;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>The pod template in a ControllerRevision, whose data the API leaves open: its controllers put <c>{"spec":{"template":…}}</c> there.</summary>
internal static class RevisionTemplate
{
    /// <summary>The template; null where the data is of another shape.</summary>
    public static V1PodTemplateSpec? Of(V1ControllerRevision revision) => revision.Data switch
    {
        V1PodTemplateSpec template => template,
        JsonElement { ValueKind: JsonValueKind.Object } data => Read(data),
        _ => null,
    };

    private static V1PodTemplateSpec? Read(JsonElement data)
    {
        if (!data.TryGetProperty("spec", out var spec) || spec.ValueKind != JsonValueKind.Object || !spec.TryGetProperty("template", out var template)
            || ClusterObjectsJsonContext.Default.GetTypeInfo(typeof(V1PodTemplateSpec)) is not { } type)
            return null;
        try
        {
            return template.Deserialize(type) as V1PodTemplateSpec;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
