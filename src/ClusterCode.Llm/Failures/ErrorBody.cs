using System.Text.Json;

namespace ClusterCode.Llm.Failures;

/// <summary>
/// The body of an error answer. Servers disagree on its shape: <c>error</c> is an object (OpenAI, llama-server, LiteLLM), a string
/// (Ollama, TGI, vLLM's 401) or absent (older vLLM puts <c>message</c> at the top; TGI's 401 is empty; proxies send HTML).
/// </summary>
/// <param name="Message">What the server says; empty when it says nothing that can be read. Not yet bounded or redacted.</param>
/// <param name="Type">The server's name for the error.</param>
/// <param name="Parameter">The parameter at fault, where the server names it.</param>
internal sealed record ErrorBody(string Message, string? Type = null, string? Parameter = null)
{
    // Ollama passes llama-server's whole error on as a string inside its own; deeper nesting is not known.
    private const int MaxNesting = 2;

    public static ErrorBody Parse(string? body) => Parse(body, MaxNesting);

    private static ErrorBody Parse(string? body, int nesting)
    {
        var text = body?.Trim() ?? "";
        if (!text.StartsWith('{'))
            return new ErrorBody(LooksLikeMarkup(text) ? "" : text);
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (!root.TryGetProperty("error", out var error) || error.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
                error = root;
            if (error.ValueKind == JsonValueKind.String)
            {
                var message = error.GetString()!;
                return nesting > 0 && message.StartsWith('{')
                    ? Parse(message, nesting - 1)
                    : new ErrorBody(message, Text(root, "error_type"));
            }

            return new ErrorBody(
                Text(error, "message") ?? Text(error, "detail") ?? "",
                Text(error, "type") ?? Text(error, "code"),
                Text(error, "param"));
        }
        catch (JsonException)
        {
            // Cut off or not JSON after all: the raw text is the best there is.
            return new ErrorBody(text);
        }
    }

    private static bool LooksLikeMarkup(string text) => text.StartsWith('<');

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
