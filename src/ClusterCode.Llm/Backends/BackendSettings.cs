using System.Text.Json;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.Durations;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Limits;

namespace ClusterCode.Llm.Backends;

/// <summary>A backend's spec, checked, with defaults filled in.</summary>
internal sealed record BackendSettings
{
    public required string Name { get; init; }

    public required LlmProvider Provider { get; init; }

    public required BackendEndpoint Endpoint { get; init; }

    /// <summary>The proxy that the spec names; absent where it names none.</summary>
    public Uri? Proxy { get; init; }

    public required string Model { get; init; }

    public string? ApiKey { get; init; }

    public required string AuthHeader { get; init; }

    public required string AuthScheme { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required int MaxAttempts { get; init; }

    public required TimeSpan Backoff { get; init; }

    public required BackendLimits Limits { get; init; }

    public required float Temperature { get; init; }

    /// <summary>Tokens of prompt and answer together.</summary>
    public required int ContextWindow { get; init; }

    /// <summary>What <c>spec.parameters.contextWindow</c> says; absent where it says nothing.</summary>
    public int? ContextWindowAsked { get; init; }

    /// <summary>Tokens of the answer; never more than half of the context, so that the evidence has room.</summary>
    public required int MaxAnswerTokens { get; init; }

    public float? TopP { get; init; }

    public long? Seed { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public required string KeepAlive { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Extra { get; init; } = new Dictionary<string, JsonElement>();

    public required bool DropUnsupportedParameters { get; init; }

    public required bool AllowPublicAddresses { get; init; }

    /// <summary>Checks a configuration and fills in defaults.</summary>
    /// <exception cref="BackendException">The spec is invalid, with reason InvalidSpec or Unauthorized.</exception>
    public static BackendSettings From(BackendConfiguration backend)
    {
        var spec = backend.Spec;
        if (!BackendEndpoint.TryParse(spec.Endpoint, spec.Provider, out var endpoint, out var error))
            throw Invalid(backend, "spec.endpoint", error);
        if (string.IsNullOrWhiteSpace(spec.Model))
            throw Invalid(backend, "spec.model", $"provider {spec.Provider} needs the model's name");
        var asked = Positive(backend, "spec.parameters.contextWindow", spec.Parameters?.ContextWindow);
        var window = asked
            ?? Math.Min(backend.ServerContextWindow is > 0 and var known ? known : BackendDefaults.ContextWindow, BackendDefaults.ContextWindow);
        var answer = Positive(backend, "spec.parameters.maxTokens", spec.Parameters?.MaxTokens) ?? BackendDefaults.MaxAnswerTokens;
        return new BackendSettings
        {
            Name = backend.Name,
            Provider = spec.Provider,
            Endpoint = endpoint,
            Proxy = ProxyOf(backend),
            Model = spec.Model.Trim(),
            ApiKey = Key(backend),
            AuthHeader = string.IsNullOrWhiteSpace(spec.Auth?.Header) ? "Authorization" : spec.Auth.Header.Trim(),
            AuthScheme = spec.Auth?.Scheme?.Trim() ?? "Bearer",
            Timeout = Duration(backend, "spec.timeout", spec.Timeout) ?? BackendDefaults.Timeout,
            MaxAttempts = Positive(backend, "spec.retry.maxAttempts", spec.Retry?.MaxAttempts) ?? BackendDefaults.MaxAttempts,
            Backoff = Duration(backend, "spec.retry.backoff", spec.Retry?.Backoff) ?? BackendDefaults.Backoff,
            Limits = new BackendLimits(
                Positive(backend, "spec.limits.maxConcurrentRequests", spec.Limits?.MaxConcurrentRequests) ?? BackendDefaults.MaxConcurrentRequests,
                Positive(backend, "spec.limits.requestsPerMinute", spec.Limits?.RequestsPerMinute),
                Positive(backend, "spec.limits.tokensPerMinute", spec.Limits?.TokensPerMinute),
                spec.Limits?.TokensPerDay is { } perDay and <= 0 ? throw Invalid(backend, "spec.limits.tokensPerDay", $"{perDay} must be above 0") : spec.Limits?.TokensPerDay),
            Temperature = (float)(spec.Parameters?.Temperature ?? BackendDefaults.Temperature),
            ContextWindow = window,
            ContextWindowAsked = asked,
            MaxAnswerTokens = Math.Min(answer, Math.Max(1, window / 2)),
            TopP = (float?)spec.Parameters?.TopP,
            Seed = spec.Parameters?.Seed,
            Stop = spec.Parameters?.Stop ?? [],
            KeepAlive = Duration(backend, "spec.parameters.keepAlive", spec.Parameters?.KeepAlive) is null ? BackendDefaults.KeepAlive : spec.Parameters!.KeepAlive!,
            Extra = spec.Parameters?.Extra ?? new Dictionary<string, JsonElement>(),
            DropUnsupportedParameters = spec.UnsupportedParameters is not UnsupportedParameters.Fail,
            AllowPublicAddresses = spec.External is true,
        };
    }

    /// <summary>The failure of a spec that cannot be used.</summary>
    public static BackendException Invalid(BackendConfiguration backend, string field, string problem) =>
        new(new BackendFailure(ConditionReasons.InvalidSpec, $"{field} of LlmBackend {backend.Name}: {problem}"));

    private static Uri? ProxyOf(BackendConfiguration backend)
    {
        if (string.IsNullOrWhiteSpace(backend.Spec.Proxy))
            return null;
        return Uri.TryCreate(backend.Spec.Proxy.Trim(), UriKind.Absolute, out var proxy) && proxy is { Scheme: "http" or "https", UserInfo.Length: 0, AbsolutePath: "/" }
            ? proxy
            : throw Invalid(backend, "spec.proxy", "not an http or https URL of a host and a port; write one such as http://proxy.namespace.svc:3128");
    }

    private static string? Key(BackendConfiguration backend)
    {
        // Secrets made with `echo` end in a line feed that was never part of the key.
        var key = backend.ApiKey?.Trim();
        if (string.IsNullOrEmpty(key))
            return null;
        if (key.All(c => c is > ' ' and <= '~'))
            return key;
        throw new BackendException(new BackendFailure(
            ConditionReasons.Unauthorized,
            $"the key that spec.auth.secretRef of LlmBackend {backend.Name} names holds a character that no HTTP header can carry; was something else than the key stored, or with a line break in it?"));
    }

    private static TimeSpan? Duration(BackendConfiguration backend, string field, string? text)
    {
        if (text is null)
            return null;
        if (!GoDuration.TryParse(text, out var value, out var error))
            throw Invalid(backend, field, error);
        return value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? value
            : throw Invalid(backend, field, $"the duration \"{text}\" must be above 0 and at most 500h");
    }

    private static int? Positive(BackendConfiguration backend, string field, int? value) =>
        value is <= 0 ? throw Invalid(backend, field, $"{value} must be above 0") : value;
}
