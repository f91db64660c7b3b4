using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Backends;

/// <summary>
/// An LlmBackend with everything that its spec refers to resolved: what is needed to talk to the server.
/// Holds secrets; its text form does not show them.
/// </summary>
public sealed record BackendConfiguration
{
    /// <summary>The backend that needs no server.</summary>
    public static BackendConfiguration BuiltIn { get; } = new()
    {
        Name = nameof(LlmProvider.BuiltIn),
        Spec = new LlmBackendSpec { Provider = LlmProvider.BuiltIn },
    };

    /// <summary>The backend as <c>namespace/name</c>, for messages, logs and telemetry; limits are kept per name.</summary>
    public required string Name { get; init; }

    /// <summary>The object's spec.</summary>
    public required LlmBackendSpec Spec { get; init; }

    /// <summary>The value that <c>spec.auth.secretRef</c> refers to; absent without <c>spec.auth</c>.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The PEM certificates that <c>spec.tls.caBundleRef</c> refers to; they replace the system's authorities.</summary>
    public string? CaCertificatesPem { get; init; }

    /// <summary>The PEM certificate (and chain) that <c>spec.tls.clientCertificateRef</c> refers to.</summary>
    public string? ClientCertificatePem { get; init; }

    /// <summary>The PEM private key of <see cref="ClientCertificatePem"/>.</summary>
    public string? ClientKeyPem { get; init; }

    /// <summary>The context, in tokens, that the last probe found; it bounds prompts where the spec names none.</summary>
    public int? ServerContextWindow { get; init; }

    /// <summary>What the last operator learnt of this server, so that it need not be rejected again; absent where it is not known, or of another spec.</summary>
    public LlmCapabilities? KnownCapabilities { get; init; }

    /// <summary>The server's version that <see cref="KnownCapabilities"/> is of.</summary>
    public string? KnownVersion { get; init; }

    /// <summary>What its status says was asked of it, so that a day's limit holds over restarts; absent where it says nothing.</summary>
    public LlmUsage? KnownUsage { get; init; }

    /// <summary>The name, provider and endpoint; never a secret.</summary>
    public override string ToString() => $"{Name} ({Spec.Provider} at {Spec.Endpoint ?? "no endpoint"})";
}
