using System.Collections.Immutable;

namespace ClusterCode.Llm.Dialects;

/// <summary>What a server accepts, as far as its rejections showed.</summary>
/// <param name="Schema">How it is made to answer in JSON.</param>
/// <param name="MaxTokens">The field that bounds an answer.</param>
/// <param name="Dropped">Fields that are no longer sent.</param>
internal sealed record RequestProfile(SchemaMode Schema, MaxTokensField MaxTokens, ImmutableSortedSet<string> Dropped)
{
    public static RequestProfile Initial { get; } = new(SchemaMode.JsonSchema, MaxTokensField.MaxTokens, []);
}
