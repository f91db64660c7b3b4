using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.IntegrationTests.Support;
using k8s.Models;

namespace ClusterCode.IntegrationTests;

/// <summary>A DiagnosisRequest that cannot be carried out as it stands says what is wrong and how to mend it.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class BadRequestTests(ApiServerFixture server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Each_bad_request_gets_a_condition_that_says_what_is_wrong_and_how_to_mend_it()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "bad");
        await using var running = await server.StartOperatorAsync("bad");
        await CrashingDeployment.CreateAsync(server.Client, ns.Name, "checkout", deadline.Token);
        await server.Kubectl.RunAsync(["apply", "-n", ns.Name, "--validate=false", "-f", "-"], Requests, deadline.Token);

        await AssertStalledAsync(ns.Name, "missing-target", ConditionReasons.TargetNotFound, ["Deployment", "chekout", "checkout"], deadline.Token);
        await AssertStalledAsync(ns.Name, "odd-kind", ConditionReasons.TargetNotSupported, ["Teapot", "Deployment"], deadline.Token);
        await AssertStalledAsync(ns.Name, "two-ways", ConditionReasons.InvalidSpec, ["target", "selector"], deadline.Token);
        await AssertStalledAsync(ns.Name, "abroad", ConditionReasons.NamespaceNotAllowed, ["spec.namespaces", ns.Name], deadline.Token);

        var unknown = await ConditionAsync(ns.Name, "unknown-backend", ConditionTypes.Explained, "False", deadline.Token);
        Assert.Equal(ConditionReasons.BackendNotFound, unknown.Condition.Reason);
        Assert.Contains("gpt-99", unknown.Condition.Message, StringComparison.Ordinal);
        Assert.Equal(DiagnosisPhase.Completed, unknown.Diagnosis.Status!.Phase);
        Assert.NotEmpty(unknown.Diagnosis.Status.Explanation!);
    }

    [Fact]
    public async Task A_target_that_appears_later_is_diagnosed_without_a_change_of_the_request()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "later");
        await using var running = await server.StartOperatorAsync("later");
        await server.Kubectl.ApplyAsync(
            """
            apiVersion: cluster-code.io/v1alpha1
            kind: DiagnosisRequest
            metadata: {name: early}
            spec: {target: {kind: Deployment, name: late}}
            """,
            ns.Name, deadline.Token);
        await AssertStalledAsync(ns.Name, "early", ConditionReasons.TargetNotFound, ["late"], deadline.Token);

        await CrashingDeployment.CreateAsync(server.Client, ns.Name, "late", deadline.Token);
        await ConditionAsync(ns.Name, "early", ConditionTypes.Ready, "True", deadline.Token);
    }

    private async Task AssertStalledAsync(string ns, string name, string reason, string[] words, CancellationToken deadline)
    {
        var (condition, diagnosis) = await ConditionAsync(ns, name, ConditionTypes.Stalled, "True", deadline);
        Assert.Equal(reason, condition.Reason);
        Assert.All(words, word => Assert.Contains(word, condition.Message, StringComparison.Ordinal));
        Assert.Contains(diagnosis.Status!.Conditions, ready => ready is { Type: ConditionTypes.Ready, Status: "False" });
        Assert.Equal(DiagnosisPhase.Failed, diagnosis.Status.Phase);
    }

    private async Task<(V1Condition Condition, DiagnosisRequest Diagnosis)> ConditionAsync(
        string ns, string name, string type, string status, CancellationToken deadline)
    {
        var found = await server.Diagnoses.UntilAsync(
            ns,
            seen => seen.FirstOrDefault(diagnosis => diagnosis.Metadata.Name == name
                && diagnosis.Status?.Conditions.Any(condition => condition.Type == type && condition.Status == status) == true),
            deadline);
        return (found.Status!.Conditions.Single(condition => condition.Type == type), found);
    }

    private const string Requests = """
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: missing-target}
        spec: {target: {kind: Deployment, name: chekout}}
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: odd-kind}
        spec: {target: {kind: Teapot, name: brown-betty}}
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: two-ways}
        spec: {target: {kind: Deployment, name: checkout}, selector: {matchLabels: {app: checkout}}}
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: abroad}
        spec: {namespaces: ["kube-system"]}
        ---
        apiVersion: cluster-code.io/v1alpha1
        kind: DiagnosisRequest
        metadata: {name: unknown-backend}
        spec: {target: {kind: Deployment, name: checkout}, llmRef: {name: gpt-99}}
        """;
}
