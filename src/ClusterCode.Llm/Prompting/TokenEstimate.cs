using System.Text;

namespace ClusterCode.Llm.Prompting;

/// <summary>
/// Bounds on how many tokens a text is, without the model's tokenizer. Tokenizers of today's models make 3.5 to 4.5 bytes of
/// English prose into a token, about 3 of logs, identifiers and JSON, and about one of each Chinese or Japanese character,
/// which is 3 bytes.
/// </summary>
internal static class TokenEstimate
{
    // A prompt that is cut by the server is worse than one that leaves some room.
    private const int FewestBytesPerToken = 3;

    // No tokenizer gets as far over a whole prompt of logs, names and JSON.
    private const int MostBytesPerToken = 6;

    /// <summary>At most so many tokens.</summary>
    public static int Upper(string text) => Upper(Encoding.UTF8.GetByteCount(text));

    /// <summary>At most so many tokens, of a number of bytes.</summary>
    public static int Upper(int bytes) => (bytes + FewestBytesPerToken - 1) / FewestBytesPerToken;

    /// <summary>At least so many tokens.</summary>
    public static int Lower(string text) => Encoding.UTF8.GetByteCount(text) / MostBytesPerToken;

    /// <summary>So many bytes surely fit into a number of tokens.</summary>
    public static int BytesIn(int tokens) => Math.Max(0, tokens) * FewestBytesPerToken;
}
