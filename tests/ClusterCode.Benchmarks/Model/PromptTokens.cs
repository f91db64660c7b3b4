using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;

namespace ClusterCode.Benchmarks.Model;

/// <summary>
/// Counts tokens as a model would: with o200k_base, a byte-pair vocabulary of today's size. The vocabularies of Qwen, Llama 3 and Mistral models differ from it by some
/// percent over such text.
/// </summary>
internal sealed class PromptTokens
{
    // What chat templates add around a message.
    private const int PerMessage = 4;

    private readonly TiktokenTokenizer tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    /// <summary>Tokens of a text.</summary>
    public int Of(string text) => tokenizer.CountTokens(text);

    /// <summary>Tokens of the messages of a request's body.</summary>
    public int OfRequest(JsonObject body) => body["messages"]!.AsArray().Sum(message => PerMessage + Of(Text(message!["content"])));

    private static string Text(JsonNode? content) => content switch
    {
        JsonArray parts => string.Concat(parts.Select(part => (string?)part?["text"])),
        JsonValue value => value.GetValue<string>(),
        _ => "",
    };
}
