using System.Net;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Failures;

/// <summary>Tells what an HTTP status and its body mean, provider by provider.</summary>
internal static class StatusFailures
{
    /// <summary>Judges an answer that is not a success.</summary>
    /// <param name="request">The request as messages name it, such as <c>POST http://ollama.ai.svc:11434/api/chat</c>.</param>
    /// <param name="reply">What the server answered.</param>
    /// <param name="settings">The backend.</param>
    public static BackendFailure Judge(string request, StatusReply reply, BackendSettings settings)
    {
        var error = ErrorBody.Parse(reply.Body);
        var failure = Told(request, reply, error, settings);
        return failure with { Status = reply.Status, RetryAfter = failure.Transient ? reply.RetryAfter : null };
    }

    private static BackendFailure Told(string request, StatusReply reply, ErrorBody error, BackendSettings settings)
    {
        var code = (int)reply.Status;
        var said = Said(error, settings);
        if (ContextOverflow.IsMeantBy(error))
        {
            return new BackendFailure(
                ConditionReasons.ContextOverflow,
                $"the prompt does not fit the context of model {settings.Model} at {settings.Endpoint.Root} (HTTP {code}{said}); set spec.parameters.contextWindow to what the server gives the model");
        }

        if (IsModelMissing(reply.Status, error, settings.Model))
        {
            return new BackendFailure(
                ConditionReasons.ModelNotFound,
                $"{settings.Endpoint.Root} does not serve model {settings.Model} (HTTP {code}{said}); correct spec.model{HowToGetModel(settings)}");
        }

        return code switch
        {
            401 or 403 => Unauthorized(request, code, error, settings),
            404 or 405 => new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"{request} answers {code}{said}: that is not the API of provider {settings.Provider}{(reply.Server is { } server ? $" (the server calls itself {server})" : "")}; correct spec.provider, or the path of spec.endpoint"),
            429 => Overloaded(request, code, said, error),
            503 => Unavailable(request, said, error, settings),
            >= 300 and < 400 => new BackendFailure(
                ConditionReasons.UnexpectedAnswer,
                $"{request} answers {code}, a redirect{(reply.RedirectsTo is { } to ? $" to {to}" : "")}; redirects are not followed, so that a key goes only where it was meant to: put the final address into spec.endpoint"),
            400 or 422 => new BackendFailure(ConditionReasons.EndpointError, $"{request} rejects the request (HTTP {code}{said})") { Rejection = error },
            408 or 424 or >= 500 => new BackendFailure(ConditionReasons.EndpointError, $"{request} fails (HTTP {code}{said}); the server's own log says more") { Transient = true },
            _ => new BackendFailure(ConditionReasons.EndpointError, $"{request} answers HTTP {code}{said}"),
        };
    }

    private static BackendFailure Unauthorized(string request, int code, ErrorBody error, BackendSettings settings)
    {
        // The server's text is left out on purpose: LiteLLM repeats the key, its tail or its hash in it.
        if (settings is { Provider: LlmProvider.Ollama, ApiKey: null } && code == 403 && error.Message.Length == 0)
        {
            return new BackendFailure(
                ConditionReasons.Unauthorized,
                $"{request} answers 403: an Ollama that listens on loopback refuses host names it does not know; start it with OLLAMA_HOST=0.0.0.0, or set spec.auth if a proxy in front of it wants a key");
        }

        return new BackendFailure(ConditionReasons.Unauthorized, settings.ApiKey is null
            ? $"{request} wants a key (HTTP {code}) and spec.auth is not set; put the key into a Secret and name it in spec.auth.secretRef"
            : $"{request} refuses the key (HTTP {code}); correct the Secret that spec.auth.secretRef names, or spec.auth.header and spec.auth.scheme if the server wants the key elsewhere");
    }

    private static BackendFailure Overloaded(string request, int code, string said, ErrorBody error) =>
        // LiteLLM answers 429 as well when all of its own backends are down.
        error.Message.Contains("No deployments available", StringComparison.OrdinalIgnoreCase)
            ? new BackendFailure(ConditionReasons.EndpointError, $"{request}: the proxy has no working deployment of the model (HTTP {code}{said}); look at the proxy's own backends") { Transient = true }
            : new BackendFailure(ConditionReasons.RateLimited, $"{request} limits requests (HTTP {code}{said}); lower spec.limits, or raise the server's") { Transient = true };

    private static BackendFailure Unavailable(string request, string said, ErrorBody error, BackendSettings settings)
    {
        if (error.Message.Contains("Loading model", StringComparison.OrdinalIgnoreCase))
            return new BackendFailure(ConditionReasons.ModelLoading, $"{request} answers 503: the server is loading model {settings.Model}; this passes by itself") { Transient = true };
        return error.Message.Contains("busy", StringComparison.OrdinalIgnoreCase)
            ? new BackendFailure(ConditionReasons.RateLimited, $"{request} is overloaded (HTTP 503{said}); lower spec.limits.maxConcurrentRequests, or raise the server's queue") { Transient = true }
            : new BackendFailure(ConditionReasons.EndpointError, $"{request} is unavailable (HTTP 503{said}); the server may be starting or stopping, or no pod may stand behind the Service") { Transient = true };
    }

    private static bool IsModelMissing(HttpStatusCode status, ErrorBody error, string model)
    {
        if (status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest))
            return false;
        var message = error.Message;
        return message.Contains("Invalid model name", StringComparison.OrdinalIgnoreCase)
            || error.Type is "model_not_found"
            || (message.Contains("model", StringComparison.OrdinalIgnoreCase)
                && (message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("does not exist", StringComparison.OrdinalIgnoreCase))
                && message.Contains(model, StringComparison.OrdinalIgnoreCase));
    }

    private static string HowToGetModel(BackendSettings settings) =>
        settings.Provider == LlmProvider.Ollama ? $", or run `ollama pull {settings.Model}` on the server" : "";

    private static string Said(ErrorBody error, BackendSettings settings) =>
        error.Message.Length == 0 ? "" : $": {ServerText.Quote(error.Message, settings.ApiKey)}";
}
