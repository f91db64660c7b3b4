using ClusterCode.Llm.Dialects;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Chat;

internal sealed partial class UnsupportedParametersChatClient
{
    [LoggerMessage(1, LogLevel.Information, "Backend {Backend} rejects the request; asking again with schema mode {Schema}, without [{Dropped}], bounded by {MaxTokensField}")]
    private partial void LogDegraded(string backend, SchemaMode schema, string dropped, MaxTokensField maxTokensField);
}
