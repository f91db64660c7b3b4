using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.Api.Serialization;

namespace ClusterCode.Api.Tests.Serialization;

public sealed class ClusterCodeJsonContextTests
{
    private const string Request = """
        {
          "apiVersion": "cluster-code.io/v1alpha1", "kind": "DiagnosisRequest",
          "metadata": {"name": "why-is-checkout-down", "namespace": "shop", "generation": 1, "annotations": {"cluster-code.io/requested-at": "2026-11-22T16:00:00Z"}},
          "spec": {
            "target": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "checkout"},
            "question": "Why are my pods in CrashLoopBackOff?", "depth": "Investigate",
            "llmRef": {"kind": "LlmRoute", "name": "ollama", "namespace": "ai"}, "minSeverity": "Info", "language": "de",
            "followUps": ["Is the database itself healthy?"], "ttlSecondsAfterFinished": 86400, "suspend": false
          },
          "status": {
            "observedGeneration": 1, "lastHandledRequestedAt": "2026-11-22T16:00:00Z", "phase": "Completed",
            "conditions": [{"type": "Ready", "status": "True", "reason": "DiagnosisComplete", "message": "Done.", "observedGeneration": 1, "lastTransitionTime": "2026-11-22T16:00:00Z"}],
            "target": "Deployment/checkout", "severity": "Critical",
            "rootCause": {"summary": "ConfigMap shop/checkout-config has no key DB_URL", "category": "MissingConfigMapKey", "resource": {"apiVersion": "v1", "kind": "ConfigMap", "namespace": "shop", "name": "checkout-config"}, "confidence": "High", "evidence": ["e1"]},
            "additionalCauses": [],
            "findings": [{
              "id": "f1", "severity": "Critical", "category": "MissingConfigMapKey", "title": "No key DB_URL", "resource": {"kind": "ConfigMap", "namespace": "shop", "name": "checkout-config"},
              "explanation": "Container app needs it.", "confidence": "High", "evidence": ["e1"], "causedBy": "f0",
              "remediation": [{"title": "Add the key", "command": "kubectl edit configmap checkout-config -n shop", "patch": "data: {}", "risk": "Medium"}]
            }],
            "evidence": [{"id": "e1", "kind": "Event", "source": "event/checkout", "time": "2026-11-22T15:59:00Z", "text": "couldn't find key DB_URL"}],
            "explanation": "The key is missing.", "answer": "Because of the key.",
            "conversation": [{"question": "Is the database itself healthy?", "answer": "Yes.", "time": "2026-11-22T16:00:01Z"}],
            "model": {"backend": "ai/ollama", "model": "qwen2.5:7b", "promptTokens": 900, "completionTokens": 120, "durationMs": 2100, "cached": false, "attempts": 1, "fallbackFrom": "ai/vllm"},
            "fingerprint": "9f2c", "occurrences": {"count": 37, "firstSeen": "2026-11-22T15:00:00Z", "lastSeen": "2026-11-22T15:59:00Z", "affectedPods": 4},
            "startTime": "2026-11-22T16:00:00Z", "completionTime": "2026-11-22T16:00:02Z", "resolvedTime": "2026-11-22T16:30:00Z"
          }
        }
        """;

    private const string Backend = """
        {
          "apiVersion": "cluster-code.io/v1alpha1", "kind": "LlmBackend", "metadata": {"name": "ollama", "namespace": "ai"},
          "spec": {
            "provider": "Ollama", "endpoint": "https://ollama.ai.svc:11434", "model": "qwen2.5:7b",
            "auth": {"secretRef": {"name": "llm-key", "key": "token"}, "header": "Authorization", "scheme": "Bearer"},
            "tls": {"caBundleRef": {"kind": "ConfigMap", "name": "corp-ca", "key": "ca.crt"}, "clientCertificateRef": {"name": "client"}, "serverName": "ollama", "insecureSkipVerify": false},
            "parameters": {"temperature": 0.1, "maxTokens": 1024, "topP": 0.9, "seed": 7, "stop": ["END"], "contextWindow": 8192, "keepAlive": "10m", "extra": {"mirostat": 2, "options": {"deep": [true, null]}}},
            "unsupportedParameters": "Drop", "timeout": "120s", "retry": {"maxAttempts": 3, "backoff": "2s"},
            "limits": {"maxConcurrentRequests": 2, "requestsPerMinute": 30, "tokensPerMinute": 20000, "tokensPerDay": 5000000000},
            "cache": {"ttl": "24h", "maxEntries": 1000}, "tasks": ["diagnosis", "code", "chat"], "pull": "IfNotPresent",
            "allowedNamespaces": {"from": "Selector", "selector": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["shop"]}], "matchLabels": {"llm": "yes"}}},
            "proxy": "http://proxy.corp:3128", "external": false
          },
          "status": {
            "observedGeneration": 2, "lastHandledRequestedAt": "now", "conditions": [], "serverVersion": "0.13.1", "models": ["qwen2.5:7b"], "contextWindow": 8192,
            "capabilities": {"jsonSchema": true, "jsonObject": true, "maxTokensField": "max_completion_tokens", "rejectedFields": ["seed"], "tools": false, "streaming": true}, "latencyMs": 12, "lastProbeTime": "2026-11-22T16:00:00Z",
            "pull": {"completed": 5000000000, "total": 5000000000, "percent": 100}, "usage": {"requestsToday": 3, "tokensToday": 4000}
          }
        }
        """;

    private const string Route = """
        {
          "apiVersion": "cluster-code.io/v1alpha1", "kind": "LlmRoute", "metadata": {"name": "default", "namespace": "ai"},
          "spec": {"strategy": "LeastBusy", "members": [{"name": "ollama", "weight": 3, "tasks": ["chat"], "minSeverity": "Critical"}], "fallback": "BuiltIn", "allowedNamespaces": {"from": "All"}},
          "status": {"observedGeneration": 1, "conditions": [], "readyMembers": ["ollama"]}
        }
        """;

    private const string Policy = """
        {
          "apiVersion": "cluster-code.io/v1alpha1", "kind": "DiagnosisPolicy", "metadata": {"name": "default"},
          "spec": {
            "namespaceSelector": {"matchLabels": {"team": "shop"}}, "podSelector": {}, "triggers": ["CrashLoopBackOff", "OOMKilled"], "gracePeriod": "20s", "cooldown": "10m", "maxConcurrent": 10,
            "llmRef": {"name": "ollama"}, "depth": "Analyze", "ttlSecondsAfterFinished": 3600, "schedule": "0 6 * * 1-5",
            "notifications": [{"type": "Slack", "urlSecretRef": {"name": "slack", "key": "url"}, "minSeverity": "Critical"}], "suspend": true
          },
          "status": {"observedGeneration": 1, "conditions": [], "failing": 2, "diagnoses": 3, "active": 1, "resolved": 1}
        }
        """;

    [Fact]
    public void A_DiagnosisRequest_comes_back_as_it_was() => AssertRoundTrip(Request, ClusterCodeJsonContext.Default.DiagnosisRequest);

    [Fact]
    public void An_LlmBackend_comes_back_as_it_was() => AssertRoundTrip(Backend, ClusterCodeJsonContext.Default.LlmBackend);

    [Fact]
    public void An_LlmRoute_comes_back_as_it_was() => AssertRoundTrip(Route, ClusterCodeJsonContext.Default.LlmRoute);

    [Fact]
    public void A_DiagnosisPolicy_comes_back_as_it_was() => AssertRoundTrip(Policy, ClusterCodeJsonContext.Default.DiagnosisPolicy);

    [Fact]
    public void What_is_absent_stays_absent_and_an_absent_list_is_empty()
    {
        var request = JsonSerializer.Deserialize("""{"spec": {}, "status": {"conditions": null}}""", ClusterCodeJsonContext.Default.DiagnosisRequest)!;

        Assert.Empty(request.Status!.Conditions);
        Assert.Empty(request.Status.Findings);
        Assert.Equal("{}", JsonSerializer.Serialize(request.Spec, ClusterCodeJsonContext.Default.DiagnosisRequestSpec));
    }

    [Fact]
    public void A_spec_without_a_required_field_is_refused_with_its_name()
    {
        var refusal = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize("""{"spec": {"target": {"kind": "Pod"}}}""", ClusterCodeJsonContext.Default.DiagnosisRequest));

        Assert.Contains("name", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertRoundTrip<T>(string sample, JsonTypeInfo<T> type)
    {
        var expected = JsonNode.Parse(sample);
        var actual = JsonNode.Parse(JsonSerializer.Serialize(JsonSerializer.Deserialize(sample, type)!, type));

        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected}{Environment.NewLine}actual {actual}");
    }
}
