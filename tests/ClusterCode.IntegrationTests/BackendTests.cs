using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.IntegrationTests.Support;
using k8s.Models;

namespace ClusterCode.IntegrationTests;

/// <summary>A backend that cannot be used says precisely why, and never keeps a diagnosis from being complete.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class BackendTests(ApiServerFixture server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Each_broken_backend_says_why_and_leaves_a_complete_diagnosis_with_the_reason_in_Explained()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "backends");
        await using var unauthorized = await FakeModelServer.StartAsync(401, "application/json", FakeModelServer.Unauthorized);
        await using var modelless = await FakeModelServer.StartAsync(200, "application/json", FakeModelServer.OtherModel);
        await using var garbage = await FakeModelServer.StartAsync(200, "text/html", FakeModelServer.Garbage);
        await using var running = await server.StartOperatorAsync("backends");
        await CrashingDeployment.CreateAsync(server.Client, ns.Name, "checkout", deadline.Token);
        var crashing = await server.Client.FirstPodAsync(ns.Name, deadline.Token);
        await CrashingDeployment.CrashAsync(server.Client, crashing, 3, deadline.Token);

        (string Name, string Endpoint, string Reason, string[] Words)[] cases =
        [
            ("unreachable", "http://127.0.0.1:9", ConditionReasons.EndpointUnreachable, ["127.0.0.1:9", "refused"]),
            ("no-such-host", "http://ollama.nowhere.invalid:11434", ConditionReasons.EndpointUnreachable, ["ollama.nowhere.invalid"]),
            ("unauthorized", unauthorized.Endpoint, ConditionReasons.Unauthorized, ["spec.auth"]),
            ("modelless", modelless.Endpoint, ConditionReasons.ModelNotFound, ["qwen2.5:7b", "llama3.1:8b"]),
            ("garbage", garbage.Endpoint, ConditionReasons.UnexpectedAnswer, [garbage.Endpoint]),
        ];
        foreach (var (name, endpoint, _, _) in cases)
            await server.Kubectl.ApplyAsync(Manifest(name, endpoint), ns.Name, deadline.Token);

        foreach (var (name, _, reason, words) in cases)
        {
            var backend = await server.Backends.UntilAsync(
                ns.Name, seen => seen.FirstOrDefault(seen => seen.Metadata.Name == name && seen.Status?.Conditions.Count > 0), deadline.Token);
            var ready = backend.Status!.Conditions.Single(condition => condition.Type == ConditionTypes.Ready);
            Assert.Equal("False", ready.Status);
            Assert.Equal(reason, ready.Reason);
            Assert.All(words, word => Assert.Contains(word, ready.Message, StringComparison.Ordinal));

            var diagnosis = await server.Diagnoses.UntilAsync(
                ns.Name, seen => seen.FirstOrDefault(seen => seen.Metadata.Name == name && IsComplete(seen)), deadline.Token);
            var explained = diagnosis.Status!.Conditions.Single(condition => condition.Type == ConditionTypes.Explained);
            Assert.Equal("False", explained.Status);
            Assert.Equal(ConditionReasons.BackendNotReady, explained.Reason);
            Assert.Contains(reason, explained.Message, StringComparison.Ordinal);
            Assert.NotNull(diagnosis.Status.RootCause);
            Assert.NotEmpty(diagnosis.Status.Explanation!);
        }
    }

    [Fact]
    public async Task A_backend_whose_secret_is_missing_or_may_not_be_read_says_so_and_works_once_the_key_is_there()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "keys");
        await using var running = await server.StartOperatorAsync("keys");
        await server.Kubectl.ApplyAsync(Manifest("keyed", "http://127.0.0.1:9", "auth: {secretRef: {name: llm-key}}"), ns.Name, deadline.Token);

        var forbidden = await ReadyOfAsync(ns.Name, "keyed", ConditionReasons.SecretNotFound, deadline.Token);
        Assert.Contains("may not read Secret", forbidden.Message, StringComparison.Ordinal);

        await server.Kubectl.ApplyAsync(SecretAccess(ns.Name), ns.Name, deadline.Token);
        await server.Kubectl.RunAsync(["annotate", "llmbackend", "keyed", "-n", ns.Name, "cluster-code.io/requested-at=2"], cancellationToken: deadline.Token);
        var missing = await server.Backends.UntilAsync(
            ns.Name,
            seen => seen.Select(Ready).FirstOrDefault(ready => ready?.Message.Contains("does not exist", StringComparison.Ordinal) == true),
            deadline.Token);
        Assert.Contains($"{ns.Name}/llm-key", missing.Message, StringComparison.Ordinal);

        await server.Kubectl.RunAsync(["create", "secret", "generic", "llm-key", "-n", ns.Name, "--from-literal=token=sk-test"], cancellationToken: deadline.Token);
        await server.Kubectl.RunAsync(["annotate", "llmbackend", "keyed", "-n", ns.Name, "--overwrite", "cluster-code.io/requested-at=3"], cancellationToken: deadline.Token);
        await ReadyOfAsync(ns.Name, "keyed", ConditionReasons.EndpointUnreachable, deadline.Token);
    }

    private Task<V1Condition> ReadyOfAsync(string ns, string name, string reason, CancellationToken deadline) => server.Backends.UntilAsync(
        ns,
        seen => seen.Where(backend => backend.Metadata.Name == name).Select(Ready).FirstOrDefault(ready => ready?.Reason == reason),
        deadline)!;

    private static V1Condition? Ready(Api.LlmBackends.LlmBackend backend) =>
        backend.Status?.Conditions.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);

    private static bool IsComplete(DiagnosisRequest diagnosis) =>
        diagnosis.Status?.Conditions.Any(condition => condition is { Type: ConditionTypes.Ready, Status: "True" }) == true;

    private static string Manifest(string name, string endpoint, string extra = "") => $$"""
        apiVersion: cluster-code.io/v1alpha1
        kind: LlmBackend
        metadata: {name: {{name}}}
        spec:
          provider: OpenAICompatible
          endpoint: {{endpoint}}
          model: qwen2.5:7b
          timeout: 5s
          {{extra}}
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: {{name}}}
        spec:
          target: {kind: Deployment, name: checkout}
          llmRef: { name: {{name}} }
        """;

    private static string SecretAccess(string ns) => $$"""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: llm-key}
        rules: [{apiGroups: [""], resources: [secrets], resourceNames: [llm-key], verbs: [get]}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: llm-key}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: llm-key}
        subjects: [{kind: ServiceAccount, name: cluster-code-operator, namespace: cluster-code-system}]
        """;
}
