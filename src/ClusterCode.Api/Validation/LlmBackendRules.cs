using ClusterCode.Api.Durations;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Api.Validation;

/// <summary>The rules of an LlmBackend's spec.</summary>
internal static class LlmBackendRules
{
    public static IEnumerable<SpecError> Check(LlmBackendSpec spec) =>
    [
        .. CheckServer(spec),
        .. CheckProviderOnly(spec),
        .. CheckTls(spec),
        .. CheckParameters(spec.Parameters),
        .. CheckTimes(spec),
        .. AllowedNamespacesRules.Check("spec.allowedNamespaces", spec.AllowedNamespaces),
    ];

    private static IEnumerable<SpecError> CheckServer(LlmBackendSpec spec)
    {
        if (spec.Provider == LlmProvider.BuiltIn)
        {
            if (spec.Endpoint is not null || spec.Proxy is not null || spec.Model is not null || spec.Auth is not null || spec.Tls is not null)
            {
                yield return new("spec.provider", "provider BuiltIn asks no server: remove endpoint, proxy, model, auth and tls, or name the server's provider");
            }

            yield break;
        }

        if (spec.Endpoint is null)
        {
            yield return new("spec.endpoint", "endpoint is required unless provider is BuiltIn: set the server's base URL, such as http://ollama.ai.svc:11434");
        }
        else if (!IsBaseUrl(spec.Endpoint))
        {
            yield return new("spec.endpoint", $"'{spec.Endpoint}' is not a base URL: write http:// or https://, a host, and where needed a port and a path; no user, query or fragment");
        }

        if (spec.Proxy is not null && !IsProxyUrl(spec.Proxy))
        {
            yield return new("spec.proxy", $"'{spec.Proxy}' is not a proxy's URL: write http:// or https://, a host, and where needed a port; no user, path, query or fragment");
        }

        if (spec.Model is null)
        {
            yield return new("spec.model", "model is required unless provider is BuiltIn: set the model's name at the server, such as qwen2.5:7b");
        }
    }

    private static bool IsBaseUrl(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };

    private static bool IsProxyUrl(string proxy) => IsBaseUrl(proxy) && new Uri(proxy).AbsolutePath == "/";

    private static IEnumerable<SpecError> CheckProviderOnly(LlmBackendSpec spec)
    {
        if (spec.Provider == LlmProvider.Ollama)
        {
            yield break;
        }

        if (spec.Pull == ModelPullPolicy.IfNotPresent)
        {
            yield return new("spec.pull", "pull: IfNotPresent is for provider Ollama only: remove pull, and let the server load the model itself");
        }

        if (spec.Parameters?.KeepAlive is not null)
        {
            yield return new("spec.parameters.keepAlive", "parameters.keepAlive is for provider Ollama only: remove it");
        }
    }

    private static IEnumerable<SpecError> CheckTls(LlmBackendSpec spec)
    {
        if (spec.Tls is null)
        {
            yield break;
        }

        if (spec.Endpoint is not null && !spec.Endpoint.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return new("spec.tls", "tls needs an endpoint that begins with https://: change the endpoint, or remove tls");
        }

        if (spec.Tls.InsecureSkipVerify == true && (spec.Tls.CaBundleRef is not null || spec.Tls.ServerName is not null))
        {
            yield return new("spec.tls", "insecureSkipVerify: true checks nothing, so caBundleRef and serverName have no use: remove them, or remove insecureSkipVerify");
        }
    }

    private static IEnumerable<SpecError> CheckParameters(LlmParameters? parameters)
    {
        if (parameters?.ContextWindow is { } contextWindow && (parameters.MaxTokens ?? LlmParameters.DefaultMaxTokens) >= contextWindow)
        {
            yield return new("spec.parameters", "maxTokens (1024 when absent) must leave room for the prompt: make it smaller than contextWindow, or contextWindow larger");
        }
    }

    private static IEnumerable<SpecError> CheckTimes(LlmBackendSpec spec)
    {
        if (GoDuration.TryParse(spec.Timeout, out var timeout) && timeout <= TimeSpan.Zero)
        {
            yield return new("spec.timeout", "timeout must be longer than zero: set it to the time that one request may take, such as 120s");
        }

        foreach (var error in DurationRules.Check("spec.timeout", spec.Timeout)
            .Concat(DurationRules.Check("spec.retry.backoff", spec.Retry?.Backoff))
            .Concat(DurationRules.Check("spec.cache.ttl", spec.Cache?.Ttl))
            .Concat(DurationRules.Check("spec.parameters.keepAlive", spec.Parameters?.KeepAlive)))
        {
            yield return error;
        }
    }
}
