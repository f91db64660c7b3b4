namespace ClusterCode.Api.LlmBackends;

/// <summary>The server, its model, and the limits within which it is used.</summary>
public sealed record LlmBackendSpec
{
    /// <summary>The kind of server.</summary>
    public required LlmProvider Provider { get; init; }

    /// <summary>The server's base URL. Required unless the provider is BuiltIn. With or without <c>/v1</c> for OpenAI-compatible servers.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The HTTP proxy through which the server is reached, such as <c>http://proxy.egress.svc:3128</c>. Absent means directly, or for an external backend by the proxies of the operator's environment.</summary>
    public string? Proxy { get; init; }

    /// <summary>The model's name at the server. Required unless the provider is BuiltIn.</summary>
    public string? Model { get; init; }

    /// <summary>The key that the server wants.</summary>
    public LlmAuth? Auth { get; init; }

    /// <summary>TLS beyond the system's trusted authorities.</summary>
    public LlmTls? Tls { get; init; }

    /// <summary>Parameters of generation.</summary>
    public LlmParameters? Parameters { get; init; }

    /// <summary>What to do about parameters that the server rejects. Default: Drop.</summary>
    public UnsupportedParameters? UnsupportedParameters { get; init; }

    /// <summary>The time that one request may take, as a Go duration. Default: 120s.</summary>
    public string? Timeout { get; init; }

    /// <summary>When and how often a failed request is sent again.</summary>
    public LlmRetry? Retry { get; init; }

    /// <summary>How much may be asked of the server.</summary>
    public LlmLimits? Limits { get; init; }

    /// <summary>How long validated answers are kept.</summary>
    public LlmCache? Cache { get; init; }

    /// <summary>What an LlmRoute may use the backend for. Absent: everything.</summary>
    public IReadOnlyList<LlmTask>? Tasks { get; init; }

    /// <summary>Ollama only: whether a missing model is pulled. Default: Never.</summary>
    public ModelPullPolicy? Pull { get; init; }

    /// <summary>Which other namespaces may refer to the backend. Absent: none.</summary>
    public AllowedNamespaces? AllowedNamespaces { get; init; }

    /// <summary>Must be true before anything is sent to a public address. Default: false.</summary>
    public bool? External { get; init; }
}
