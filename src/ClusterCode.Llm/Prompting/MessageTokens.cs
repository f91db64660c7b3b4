using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Prompting;

/// <summary>Bounds on how many tokens a conversation is.</summary>
internal static class MessageTokens
{
    // What chat templates add around a message: markers and a role's name.
    private const int PerMessage = 12;

    /// <summary>At most so many tokens, the declarations of tools and a schema of the answer included.</summary>
    public static int Upper(IEnumerable<ChatMessage> messages, ChatOptions? options = null) =>
        messages.Sum(message => PerMessage + message.Contents.Sum(Upper))
        + (options?.Tools?.Sum(tool => TokenEstimate.Upper(tool.Name + tool.Description + (tool as AIFunctionDeclaration)?.JsonSchema.GetRawText()) + PerMessage) ?? 0);

    private static int Upper(AIContent content) => content switch
    {
        TextContent text => TokenEstimate.Upper(text.Text),
        FunctionCallContent call => TokenEstimate.Upper(call.Name) + (call.Arguments?.Sum(argument => TokenEstimate.Upper($"{argument.Key} {argument.Value}")) ?? 0),
        FunctionResultContent result => TokenEstimate.Upper(result.Result as string ?? result.Result?.ToString() ?? ""),
        _ => 0,
    };
}
