using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Validation;
using k8s.Models;

namespace ClusterCode.Api.Tests.Validation;

/// <summary>Specs with one mistake each.</summary>
internal static class InvalidSpecs
{
    private static readonly V1LabelSelector Shop = new() { MatchLabels = new Dictionary<string, string> { ["team"] = "shop" } };

    private static readonly DiagnosisTarget Checkout = new() { Kind = "Deployment", Name = "checkout" };

    private static readonly LlmBackendSpec Vllm = new() { Provider = LlmProvider.VLLM, Endpoint = "https://vllm.ai.svc:8000", Model = "qwen" };

    private static readonly LlmBackendSpec BuiltIn = new() { Provider = LlmProvider.BuiltIn };

    public static IReadOnlyList<InvalidSpec> All { get; } = [.. Requests(), .. Backends(), .. Routes(), .. Policies()];

    private static IEnumerable<InvalidSpec> Requests()
    {
        yield return Of("spec.selector", "target and selector exclude each other", new DiagnosisRequestSpec { Target = Checkout, Selector = Shop });
        yield return Of("spec.target", "target names one object of this namespace", new DiagnosisRequestSpec { Target = Checkout, Namespaces = ["shop"] });
        yield return Of("spec.target", "target names one object of this namespace", new DiagnosisRequestSpec { Target = Checkout, NamespaceSelector = Shop });
        yield return Of("spec.namespaces", "exclude each other", new DiagnosisRequestSpec { Namespaces = ["shop"], NamespaceSelector = Shop });
        yield return Of("spec.namespaces", "'*' stands for all of them", new DiagnosisRequestSpec { Namespaces = ["*", "shop"] });
        yield return Of("spec.selector.matchExpressions[0].values", "operators In and NotIn need values", new DiagnosisRequestSpec { Selector = Requirement("team", "In") });
        yield return Of("spec.selector.matchExpressions[0].values", "operators In and NotIn need values", new DiagnosisRequestSpec { Selector = Requirement("team", "Exists", "shop") });
        yield return Of("spec.selector.matchExpressions[0].operator", "'Like' is not an operator", new DiagnosisRequestSpec { Selector = Requirement("team", "Like") });
        yield return Of("spec.selector.matchExpressions[0].values", "'a b' is not a label's value", new DiagnosisRequestSpec { Selector = Requirement("team", "In", "a b") });
        yield return Of("spec.namespaceSelector.matchExpressions[0].key", "'Team/' is not a label's key", new DiagnosisRequestSpec { NamespaceSelector = Requirement("Team/", "Exists") });
        yield return Of("spec.selector.matchLabels[team]", "'-shop' is not a label's value", new DiagnosisRequestSpec { Selector = Labels("team", "-shop") });
        yield return Of("spec.selector.matchLabels", "'a/b/c' is not a label's key", new DiagnosisRequestSpec { Selector = Labels("a/b/c", "shop") });
    }

    private static IEnumerable<InvalidSpec> Backends()
    {
        yield return Of("spec.endpoint", "endpoint is required unless provider is BuiltIn", Vllm with { Endpoint = null });
        yield return Of("spec.endpoint", "is not a base URL", Vllm with { Endpoint = "ftp://vllm.ai.svc" });
        yield return Of("spec.endpoint", "is not a base URL", Vllm with { Endpoint = "https://user:key@vllm.ai.svc" });
        yield return Of("spec.endpoint", "is not a base URL", Vllm with { Endpoint = "https://vllm.ai.svc/v1?key=1" });
        yield return Of("spec.endpoint", "is not a base URL", Vllm with { Endpoint = "https://vllm.ai.svc:99999" });
        yield return Of("spec.model", "model is required unless provider is BuiltIn", Vllm with { Model = null });
        yield return Of("spec.provider", "provider BuiltIn asks no server", BuiltIn with { Endpoint = "http://vllm.ai.svc" });
        yield return Of("spec.provider", "provider BuiltIn asks no server", BuiltIn with { Model = "qwen" });
        yield return Of("spec.provider", "provider BuiltIn asks no server", BuiltIn with { Auth = new() { SecretRef = new() { Name = "key" } } });
        yield return Of("spec.provider", "provider BuiltIn asks no server", BuiltIn with { Tls = new() { ServerName = "vllm" } });
        yield return Of("spec.pull", "pull: IfNotPresent is for provider Ollama only", Vllm with { Pull = ModelPullPolicy.IfNotPresent });
        yield return Of("spec.parameters.keepAlive", "parameters.keepAlive is for provider Ollama only", Vllm with { Parameters = new() { KeepAlive = "10m" } });
        yield return Of("spec.proxy", "is not a proxy's URL", Vllm with { Proxy = "http://me:secret@proxy.egress.svc:3128" });
        yield return Of("spec.proxy", "is not a proxy's URL", Vllm with { Proxy = "socks5://proxy.egress.svc" });
        yield return Of("spec.proxy", "is not a proxy's URL", Vllm with { Proxy = "http://proxy.egress.svc/path" });
        yield return Of("spec.tls", "tls needs an endpoint that begins with https://", Vllm with { Endpoint = "http://vllm.ai.svc", Tls = new() { ServerName = "vllm" } });
        yield return Of("spec.tls", "insecureSkipVerify: true checks nothing", Vllm with { Tls = new() { InsecureSkipVerify = true, ServerName = "vllm" } });
        yield return Of("spec.parameters", "must leave room for the prompt", Vllm with { Parameters = new() { ContextWindow = 4096, MaxTokens = 4096 } });
        yield return Of("spec.parameters", "must leave room for the prompt", Vllm with { Parameters = new() { ContextWindow = 1024 } });
        yield return Of("spec.timeout", "timeout must be longer than zero", Vllm with { Timeout = "0s" });
        yield return Of("spec.timeout", "Go duration", Vllm with { Timeout = "2 minutes" });
        yield return Of("spec.retry.backoff", "Go duration", Vllm with { Retry = new() { Backoff = "soon" } });
        yield return Of("spec.cache.ttl", "too long", Vllm with { Cache = new() { Ttl = "99999999999999h" } });
        yield return Of("spec.parameters.keepAlive", "Go duration", Vllm with { Provider = LlmProvider.Ollama, Parameters = new() { KeepAlive = "10" } });
        yield return Of("spec.allowedNamespaces", "from: Selector needs selector", Vllm with { AllowedNamespaces = new() { From = AllowedNamespacesFrom.Selector } });
        yield return Of("spec.allowedNamespaces", "selector counts only with from: Selector", Vllm with { AllowedNamespaces = new() { Selector = Shop } });
    }

    private static IEnumerable<InvalidSpec> Routes()
    {
        var route = new LlmRouteSpec { Members = [new() { Name = "ollama" }] };
        yield return Of("spec.allowedNamespaces", "from: Selector needs selector", route with { AllowedNamespaces = new() { From = AllowedNamespacesFrom.Selector } });
        yield return Of("spec.allowedNamespaces", "selector counts only with from: Selector", route with { AllowedNamespaces = new() { From = AllowedNamespacesFrom.All, Selector = Shop } });
    }

    private static IEnumerable<InvalidSpec> Policies()
    {
        yield return Of("spec.schedule", "has 4 fields: write five", new DiagnosisPolicySpec { Schedule = "0 6 * *" });
        yield return Of("spec.schedule", "'61' is no minute", new DiagnosisPolicySpec { Schedule = "0,61 6 * * 1-5" });
        yield return Of("spec.schedule", "'18-6' is no hour", new DiagnosisPolicySpec { Schedule = "0 18-6 * * *" });
        yield return Of("spec.schedule", "'0' is no day of month", new DiagnosisPolicySpec { Schedule = "0 6 0 * *" });
        yield return Of("spec.schedule", "'foo' is no month", new DiagnosisPolicySpec { Schedule = "0 6 * foo *" });
        yield return Of("spec.schedule", "'*/0' is no day of week", new DiagnosisPolicySpec { Schedule = "0 6 * * */0" });
        yield return Of("spec.gracePeriod", "Go duration", new DiagnosisPolicySpec { GracePeriod = "20" });
        yield return Of("spec.cooldown", "Go duration", new DiagnosisPolicySpec { Cooldown = "1d" });
        yield return Of("spec.namespaceSelector.matchExpressions[0].values", "operators In and NotIn need values", new DiagnosisPolicySpec { NamespaceSelector = Requirement("team", "NotIn") });
        yield return Of("spec.podSelector.matchLabels", "'' is not a label's key", new DiagnosisPolicySpec { PodSelector = Labels("", "shop") });
    }

    private static V1LabelSelector Requirement(string key, string operation, params string[] values) =>
        new() { MatchExpressions = [new() { Key = key, OperatorProperty = operation, Values = values }] };

    private static V1LabelSelector Labels(string key, string value) => new() { MatchLabels = new Dictionary<string, string> { [key] = value } };

    private static InvalidSpec Of(string path, string message, DiagnosisRequestSpec spec) => new(path, message, () => SpecValidator.Validate(spec));

    private static InvalidSpec Of(string path, string message, LlmBackendSpec spec) => new(path, message, () => SpecValidator.Validate(spec));

    private static InvalidSpec Of(string path, string message, LlmRouteSpec spec) => new(path, message, () => SpecValidator.Validate(spec));

    private static InvalidSpec Of(string path, string message, DiagnosisPolicySpec spec) => new(path, message, () => SpecValidator.Validate(spec));
}
