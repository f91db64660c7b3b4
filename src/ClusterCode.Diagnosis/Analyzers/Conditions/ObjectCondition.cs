using System.Globalization;
using System.Text.Json;

namespace ClusterCode.Diagnosis.Analyzers.Conditions;

/// <summary>A condition in an object's status.</summary>
/// <param name="Place">Where it stands, such as <c>status.conditions</c>.</param>
/// <param name="Party">Who says it, where several do: a route's parent, a Gateway's listener; else null.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">True, False or Unknown; null where the kind's conditions have none.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="Message">Its message.</param>
/// <param name="Since">When it became so.</param>
internal sealed record ObjectCondition(string Place, string? Party, string Type, string? Status, string? Reason, string? Message, DateTime? Since)
{
    /// <summary>Parts of a status that each have conditions: those of Gateway API's routes and Gateways.</summary>
    private static readonly string[] Parts = ["parents", "listeners", "ancestors"];

    /// <summary>All conditions of a status.</summary>
    public static IReadOnlyList<ObjectCondition> Of(JsonElement document)
    {
        if (!Has(document, "status", out var status))
        {
            return [];
        }

        var found = new List<ObjectCondition>(Read(status, "status.conditions", null));
        foreach (var part in Parts)
        {
            if (Has(status, part, out var items) && items.ValueKind == JsonValueKind.Array)
            {
                found.AddRange(items.EnumerateArray().SelectMany(i => Read(i, $"status.{part}", PartyOf(i))));
            }
        }

        return found;
    }

    private static IEnumerable<ObjectCondition> Read(JsonElement holder, string place, string? party) =>
        !Has(holder, "conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array
            ? []
            : conditions.EnumerateArray().Where(c => Text(c, "type") is { Length: > 0 }).Select(c => new ObjectCondition(
                place, party, Text(c, "type")!, Text(c, "status"), Text(c, "reason"), Text(c, "message"), Time(Text(c, "lastTransitionTime"))));

    private static string? PartyOf(JsonElement item)
    {
        if (!Has(item, "parentRef", out var reference) && !Has(item, "ancestorRef", out reference))
        {
            return Text(item, "name") is { } listener ? $"listener {listener}" : null;
        }

        return Text(reference, "name") is { } name ? $"{Text(reference, "kind") ?? "Gateway"} {name}" : null;
    }

    private static bool Has(JsonElement element, string field, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out value);
    }

    private static string? Text(JsonElement element, string field) => Has(element, field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
