using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Llm.Chat;

/// <summary>Asks again without what the server rejects, and remembers it, so that the next request is right at once.</summary>
internal sealed partial class UnsupportedParametersChatClient(
    IChatClient inner, BackendSettings settings, IRequestDialect dialect, RequestProfileStore profiles, LlmMetrics metrics, ILogger logger)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var before = profiles.Current;
        BackendException? first = null;
        while (true)
        {
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (BackendException exception) when (exception.Failure.Rejection is not null)
            {
                if (options?.Tools is { Count: > 0 } && exception.Failure.Rejection.Message.Contains("tool", StringComparison.OrdinalIgnoreCase))
                {
                    profiles.Current = profiles.Current with { Dropped = profiles.Current.Dropped.Add(RequestProfile.Tools) };
                    metrics.Degraded(settings.Name, RequestProfile.Tools);
                    throw new BackendException(ToolsUnsupported(exception.Failure), exception);
                }

                first ??= exception;
                if (settings.DropUnsupportedParameters
                    && ParameterDegradation.Next(profiles.Current, exception.Failure.Rejection, dialect) is { } next)
                {
                    LogDegraded(settings.Name, next.Schema, string.Join(", ", next.Dropped), next.MaxTokens);
                    metrics.Degraded(settings.Name, next.Given(profiles.Current));
                    profiles.Current = next;
                    continue;
                }

                // It was not about parameters after all: the next request starts where this one did.
                profiles.Current = before;
                throw new BackendException(Explain(first.Failure), first);
            }
        }
    }

    private BackendFailure ToolsUnsupported(BackendFailure failure) => failure with
    {
        Reason = ConditionReasons.ToolsUnsupported,
        Message = $"model {settings.Model} of LlmBackend {settings.Name} knows no tools, or its server was started without them: {failure.Message}",
    };

    private BackendFailure Explain(BackendFailure failure) => failure with
    {
        Reason = ConditionReasons.EndpointError,
        Message = failure.Message + (settings.DropUnsupportedParameters
            ? "; leaving out optional parameters did not help: does the model know chat messages at all?"
            : "; spec.unsupportedParameters is Fail: correct spec.parameters, or set it to Drop"),
    };
}
