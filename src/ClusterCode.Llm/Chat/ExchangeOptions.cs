using System.Text.Json;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace ClusterCode.Llm.Chat;

/// <summary>Options of one exchange, which also count the requests that it took, failed ones included.</summary>
internal sealed class ExchangeOptions : ChatOptions
{
    private const string SchemaName = "diagnosis";

    private int requests;

    public ExchangeOptions(BackendSettings settings, JsonElement schema)
    {
        Temperature = settings.Temperature;
        TopP = settings.TopP;
        Seed = settings.Seed;
        MaxOutputTokens = settings.MaxAnswerTokens;
        StopSequences = settings.Stop.Count > 0 ? [.. settings.Stop] : null;
        ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, SchemaName);
        // The abstraction would rewrite the schema into what OpenAI's strict mode knows, and its bounds on arrays into prose.
        if (settings.Provider != LlmProvider.Ollama)
        {
            RawRepresentationFactory = _ => new ChatCompletionOptions
            {
                ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(SchemaName, BinaryData.FromString(schema.GetRawText())),
            };
        }
    }

    /// <summary>False: another backend can be asked instead, so that neither a limit nor a failure that may pass is waited out.</summary>
    public bool MayWait { get; init; } = true;

    /// <summary>The time that the request may take; set when it begins.</summary>
    public RequestDeadline? Deadline { get; set; }

    /// <summary>Requests sent so far.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Counts one request.</summary>
    public void CountRequest() => Interlocked.Increment(ref requests);
}
