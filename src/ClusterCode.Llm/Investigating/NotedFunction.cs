using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Llm.Prompting;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Investigating;

/// <summary>A tool as the chat abstraction calls it.</summary>
internal sealed class NotedFunction(ModelTool tool, InvestigationNotes notes) : AIFunction
{
    private const int LongestArgument = 300;

    public override string Name => tool.Name;

    public override string Description => tool.Description;

    public override JsonElement JsonSchema { get; } = Schema(tool);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var told = await notes.AskAsync(tool, Known(arguments), cancellationToken);
        if (notes.IsOver && FunctionInvokingChatClient.CurrentContext is { } context)
            context.Terminate = true;
        return told;
    }

    // Models leave arguments out, add some of their own, and write booleans and numbers where texts are wanted.
    private Dictionary<string, string> Known(AIFunctionArguments arguments) => tool.Parameters
        .Select(parameter => (parameter.Name, Value: arguments.TryGetValue(parameter.Name, out var value) ? Text(value) : ""))
        .Where(argument => argument.Value.Length is > 0 and <= LongestArgument)
        .ToDictionary(argument => argument.Name, argument => argument.Value, StringComparer.Ordinal);

    private static string Text(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number } element => element.GetRawText(),
        bool flag => flag ? "true" : "false",
        _ => "",
    };

    private static JsonElement Schema(ModelTool tool) => JsonSerializer.SerializeToElement(
        new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(tool.Parameters.Select(parameter => KeyValuePair.Create<string, JsonNode?>(
                parameter.Name, new JsonObject { ["type"] = "string", ["description"] = parameter.Description }))),
            ["required"] = new JsonArray([.. tool.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => (JsonNode?)JsonValue.Create(parameter.Name))]),
        },
        JsonNodeContext.Default.JsonObject);
}
