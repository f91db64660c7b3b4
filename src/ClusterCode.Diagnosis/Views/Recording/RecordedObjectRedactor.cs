using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.Redaction;

namespace ClusterCode.Diagnosis.Views.Recording;

/// <summary>Takes secrets out of an object that is to be written down: a snapshot is made to be handed on.</summary>
internal sealed class RecordedObjectRedactor(ISecretRedactor redactor)
{
    /// <summary>kubectl repeats the whole object in it, with its environment.</summary>
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>The redacted object, without nulls.</summary>
    public JsonElement Redact(JsonNode value, string kind)
    {
        var root = (JsonObject)value;
        if (kind == "ConfigMap" && root["binaryData"] is JsonObject binary)
        {
            root["binaryData"] = new JsonObject(binary.Select(d => KeyValuePair.Create<string, JsonNode?>(d.Key, "")));
        }

        Walk(root);
        return JsonSerializer.SerializeToElement(root);
    }

    private void Walk(JsonObject value)
    {
        foreach (var (name, child) in value.ToList())
        {
            switch (child)
            {
                case null:
                    value.Remove(name);
                    break;
                case JsonObject values when name is "annotations" or "data" or "stringData":
                    Named(values);
                    break;
                case JsonArray variables when name == "env":
                    Environment(variables);
                    break;
                case JsonArray words when name is "command" or "args":
                    Arguments(value, name, words);
                    break;
                case JsonObject inner:
                    Walk(inner);
                    break;
                case JsonArray items:
                    Walk(items);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var plain) && redactor.Redact(plain) is var clean && clean != plain:
                    value[name] = clean;
                    break;
            }
        }
    }

    private void Walk(JsonArray items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            switch (items[i])
            {
                case JsonObject inner:
                    Walk(inner);
                    break;
                case JsonArray more:
                    Walk(more);
                    break;
                case JsonValue text when text.TryGetValue<string>(out var plain) && redactor.Redact(plain) is var clean && clean != plain:
                    items[i] = clean;
                    break;
            }
        }
    }

    private void Named(JsonObject values)
    {
        values.Remove(LastApplied);
        foreach (var (name, value) in values.ToList())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var plain))
            {
                values[name] = redactor.RedactValue(name, plain);
            }
        }
    }

    private void Environment(JsonArray variables)
    {
        foreach (var variable in variables.OfType<JsonObject>())
        {
            if (variable["name"] is JsonValue named && named.TryGetValue<string>(out var name) && variable["value"] is JsonValue given && given.TryGetValue<string>(out var value))
            {
                variable["value"] = redactor.RedactValue(name, value);
            }
        }

        Walk(variables);
    }

    private void Arguments(JsonObject owner, string name, JsonArray words)
    {
        var plain = words.Select(w => w is JsonValue text && text.TryGetValue<string>(out var word) ? word : "").ToList();
        owner[name] = new JsonArray([.. redactor.RedactArguments(plain).Select(w => (JsonNode?)JsonValue.Create(w))]);
    }
}
