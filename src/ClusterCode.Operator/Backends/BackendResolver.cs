using System.Text;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Llm.Backends;
using ClusterCode.Operator.Resources;
using k8s.Models;

namespace ClusterCode.Operator.Backends;

/// <summary>
/// Reads the Secret and ConfigMap keys that an LlmBackend refers to, in its own namespace and nowhere else. Nothing is kept or watched: each use reads anew, so that
/// a rotated key works at once and no right to list Secrets is needed.
/// </summary>
internal sealed class BackendResolver(IApiClient api)
{
    private const string DefaultKey = "token";
    private const string DefaultCaKey = "ca.crt";

    private static readonly ResourceDefinition<V1Secret> Secrets = ResourceDefinition.For(ModelsJsonContext.Default.V1Secret);
    private static readonly ResourceDefinition<V1ConfigMap> ConfigMaps = ResourceDefinition.For(ModelsJsonContext.Default.V1ConfigMap);

    /// <summary>Everything that is needed to talk to the backend, or what is missing.</summary>
    public async Task<ResolvedBackend> ResolveAsync(LlmBackend backend, CancellationToken cancellationToken)
    {
        var spec = backend.Spec;
        var ofThisSpec = backend.Status?.ObservedGeneration == backend.Metadata.Generation;
        var configuration = new BackendConfiguration
        {
            Name = BackendSelection.NameOf(backend),
            Spec = spec,
            ServerContextWindow = backend.Status?.ContextWindow,
            KnownCapabilities = ofThisSpec ? backend.Status?.Capabilities : null,
            KnownVersion = ofThisSpec ? backend.Status?.ServerVersion : null,
            KnownUsage = backend.Status?.Usage,
        };
        try
        {
            if (spec.Auth is { SecretRef: { } key })
                configuration = configuration with
                {
                    ApiKey = Encoding.UTF8.GetString(await SecretValueAsync(backend, key.Name, key.Key ?? DefaultKey, "spec.auth.secretRef", ConditionReasons.SecretNotFound, cancellationToken).ConfigureAwait(false)).Trim(),
                };
            if (spec.Tls?.CaBundleRef is { } bundle)
                configuration = configuration with { CaCertificatesPem = await CaBundleAsync(backend, bundle, cancellationToken).ConfigureAwait(false) };
            if (spec.Tls?.ClientCertificateRef is { } client)
                configuration = configuration with
                {
                    ClientCertificatePem = Encoding.UTF8.GetString(await SecretValueAsync(backend, client.Name, "tls.crt", "spec.tls.clientCertificateRef", ConditionReasons.TlsConfigurationInvalid, cancellationToken).ConfigureAwait(false)),
                    ClientKeyPem = Encoding.UTF8.GetString(await SecretValueAsync(backend, client.Name, "tls.key", "spec.tls.clientCertificateRef", ConditionReasons.TlsConfigurationInvalid, cancellationToken).ConfigureAwait(false)),
                };
            return new ResolvedBackend(configuration);
        }
        catch (MissingReferenceException exception)
        {
            return new ResolvedBackend(null, exception.Reason, exception.Message);
        }
    }

    private async Task<string> CaBundleAsync(LlmBackend backend, CaBundleReference bundle, CancellationToken cancellationToken)
    {
        var key = bundle.Key ?? DefaultCaKey;
        if (bundle.Kind == CaBundleKind.Secret)
            return Encoding.UTF8.GetString(await SecretValueAsync(backend, bundle.Name, key, "spec.tls.caBundleRef", ConditionReasons.TlsConfigurationInvalid, cancellationToken).ConfigureAwait(false));
        var ns = backend.Metadata.NamespaceProperty;
        var configMap = await ReadAsync(ConfigMaps, ns, bundle.Name, "ConfigMap", "spec.tls.caBundleRef", ConditionReasons.TlsConfigurationInvalid, cancellationToken).ConfigureAwait(false);
        return configMap.Data?.TryGetValue(key, out var pem) == true
            ? pem
            : throw MissingKey("ConfigMap", ns, bundle.Name, key, configMap.Data?.Keys, "spec.tls.caBundleRef", ConditionReasons.TlsConfigurationInvalid);
    }

    private async Task<byte[]> SecretValueAsync(
        LlmBackend backend, string name, string key, string field, string reason, CancellationToken cancellationToken)
    {
        var ns = backend.Metadata.NamespaceProperty;
        var secret = await ReadAsync(Secrets, ns, name, "Secret", field, reason, cancellationToken).ConfigureAwait(false);
        return secret.Data?.TryGetValue(key, out var value) == true
            ? value
            : throw MissingKey("Secret", ns, name, key, secret.Data?.Keys, field, reason);
    }

    private async Task<T> ReadAsync<T>(
        ResourceDefinition<T> definition, string ns, string name, string kind, string field, string reason, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await api.GetAsync(definition, new ObjectKey(ns, name), cancellationToken).ConfigureAwait(false)
                ?? throw new MissingReferenceException(reason, $"{kind} {ns}/{name}, which {field} names, does not exist: create it, or correct the name.");
        }
        catch (ApiStatusException exception) when (exception.IsForbidden)
        {
            throw new MissingReferenceException(
                reason,
                $"The operator may not read {kind} {ns}/{name}, which {field} names: bind its ServiceAccount to a Role with get on that one {kind} (config/samples/secret-access.yaml shows how).",
                exception);
        }
    }

    private static MissingReferenceException MissingKey(
        string kind, string ns, string name, string key, IEnumerable<string>? existing, string field, string reason)
    {
        var names = existing?.Order(StringComparer.Ordinal).ToList() ?? [];
        var there = names.Count == 0 ? "it has none" : $"it has {string.Join(", ", names)}";
        return new MissingReferenceException(reason, $"{kind} {ns}/{name} has no key {key} ({there}): correct {field}, or add the key.");
    }
}
