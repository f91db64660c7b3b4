using System.Diagnostics.CodeAnalysis;
using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Backends;

/// <summary>Where a server is. Users write its URL with or without the API's own path; both mean the same.</summary>
/// <param name="Root">The URL without <c>/v1</c> or <c>/api</c>, ending in a slash.</param>
internal sealed record BackendEndpoint(Uri Root)
{
    /// <summary>The base of OpenAI's API.</summary>
    public Uri V1 => new(Root, "v1");

    /// <summary>The address of a path below the root.</summary>
    public Uri At(string path) => new(Root, path);

    /// <summary>Reads <c>spec.endpoint</c>.</summary>
    /// <param name="text">The field's value.</param>
    /// <param name="provider">Decides which path is the API's own.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="error">What is wrong and what to write instead.</param>
    public static bool TryParse(string? text, LlmProvider provider, [NotNullWhen(true)] out BackendEndpoint? endpoint, [NotNullWhen(false)] out string? error)
    {
        endpoint = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = $"provider {provider} needs the server's address, such as http://server.namespace.svc:8080";
            return false;
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            error = "not an http or https URL; write one such as http://server.namespace.svc:8080";
            return false;
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            error = "the URL must not carry a user, password, query or fragment; a key belongs into a Secret that spec.auth.secretRef names";
            return false;
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        foreach (var own in provider == LlmProvider.Ollama ? (ReadOnlySpan<string>)["/api", "/v1"] : ["/v1"])
        {
            if (path.EndsWith(own, StringComparison.Ordinal))
            {
                path = path[..^own.Length];
                break;
            }
        }

        endpoint = new BackendEndpoint(new UriBuilder(uri.Scheme, uri.Host, uri.Port, path + "/").Uri);
        error = null;
        return true;
    }
}
