using System.Collections.Immutable;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Dialects;

/// <summary>What a server accepts, as far as its rejections showed.</summary>
/// <param name="Schema">How it is made to answer in JSON.</param>
/// <param name="MaxTokens">The field that bounds an answer.</param>
/// <param name="Dropped">Fields that are no longer sent.</param>
internal sealed record RequestProfile(SchemaMode Schema, MaxTokensField MaxTokens, ImmutableSortedSet<string> Dropped)
{
    /// <summary>The field that offers tools.</summary>
    public const string Tools = "tools";

    private const string MaxCompletionTokens = "max_completion_tokens";

    public static RequestProfile Initial { get; } = new(SchemaMode.JsonSchema, MaxTokensField.MaxTokens, []);

    /// <summary>What an earlier operator learnt and wrote down.</summary>
    public static RequestProfile Of(LlmCapabilities? known) => known is null ? Initial : new(
        known.JsonSchema is not false ? SchemaMode.JsonSchema : known.JsonObject is false ? SchemaMode.Plain : SchemaMode.JsonObject,
        known.MaxTokensField == MaxCompletionTokens ? MaxTokensField.MaxCompletionTokens : MaxTokensField.MaxTokens,
        [.. known.RejectedFields ?? []]);

    private bool IsInitial => Schema == SchemaMode.JsonSchema && MaxTokens == MaxTokensField.MaxTokens && Dropped.IsEmpty;

    /// <summary>The field that is not sent, or not as it was, since <paramref name="before"/>.</summary>
    public string Given(RequestProfile before) =>
        MaxTokens != before.MaxTokens ? "max_tokens" : Schema != before.Schema ? "response_format" : string.Join(",", Dropped.Except(before.Dropped));

    /// <summary>What the server says that it can do, corrected by what it rejected.</summary>
    public LlmCapabilities? Correct(LlmCapabilities? said) => IsInitial ? said : (said ?? new LlmCapabilities()) with
    {
        JsonSchema = Schema == SchemaMode.JsonSchema ? said?.JsonSchema : false,
        JsonObject = Schema == SchemaMode.JsonSchema ? null : Schema == SchemaMode.JsonObject,
        MaxTokensField = MaxTokens == MaxTokensField.MaxTokens ? null : MaxCompletionTokens,
        Tools = Dropped.Contains(Tools) ? false : said?.Tools,
        RejectedFields = Dropped.Count > 0 ? [.. Dropped] : null,
    };
}
