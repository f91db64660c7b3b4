using System.Runtime.CompilerServices;
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

    // Shared with clones: the requests of a clone are this exchange's.
    private readonly StrongBox<int> requests;

    /// <summary>For an answer in words, or in calls of tools.</summary>
    public ExchangeOptions(BackendSettings settings)
    {
        requests = new StrongBox<int>();
        Temperature = settings.Temperature;
        TopP = settings.TopP;
        Seed = settings.Seed;
        MaxOutputTokens = settings.MaxAnswerTokens;
        StopSequences = settings.Stop.Count > 0 ? [.. settings.Stop] : null;
    }

    /// <summary>For an answer in JSON.</summary>
    public ExchangeOptions(BackendSettings settings, JsonElement schema)
        : this(settings)
    {
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

    private ExchangeOptions(ExchangeOptions other)
        : base(other)
    {
        requests = other.requests;
        MayWait = other.MayWait;
        Deadline = other.Deadline;
    }

    /// <summary>False: another backend can be asked instead, so that neither a limit nor a failure that may pass is waited out.</summary>
    public bool MayWait { get; init; } = true;

    /// <summary>The time that the request may take; set when it begins.</summary>
    public RequestDeadline? Deadline { get; set; }

    /// <summary>Requests sent so far.</summary>
    public int Requests => Volatile.Read(ref requests.Value);

    /// <summary>Counts one request.</summary>
    public void CountRequest() => Interlocked.Increment(ref requests.Value);

    public override ChatOptions Clone() => new ExchangeOptions(this);
}
