using System.Text.RegularExpressions;
using ClusterCode.IntegrationTests.Support;

namespace ClusterCode.IntegrationTests;

/// <summary>What a person sees with kubectl.</summary>
[Collection(IntegrationCollection.Name)]
public sealed partial class ColumnsTests(ApiServerFixture server)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_diagnosis_reads_well_under_each_of_its_names()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await using var ns = await TestNamespace.CreateAsync(server, "columns");
        await using var running = await server.StartOperatorAsync("columns");
        await CrashingDeployment.CreateAsync(server.Client, ns.Name, "checkout", deadline.Token);
        var pod = await server.Client.FirstPodAsync(ns.Name, deadline.Token);
        await CrashingDeployment.CrashAsync(server.Client, pod, 3, deadline.Token);
        await server.Kubectl.ApplyAsync(
            """
            apiVersion: cluster-code.io/v1alpha1
            kind: DiagnosisRequest
            metadata: {name: why}
            spec: {target: {kind: Deployment, name: checkout}}
            """,
            ns.Name, deadline.Token);
        await server.Kubectl.RunAsync(["wait", "--for=condition=Ready", "--timeout=60s", "-n", ns.Name, "diagnosis/why"], cancellationToken: deadline.Token);

        foreach (var name in new[] { "diagnoses", "diagnosis", "dx", "diagnosisrequests" })
            await AssertReadsWellAsync(name, ns.Name, deadline.Token);
    }

    private async Task AssertReadsWellAsync(string resource, string ns, CancellationToken cancellationToken)
    {
        var table = await server.Kubectl.RunAsync(["get", resource, "-n", ns], cancellationToken: cancellationToken);
        var lines = table.TrimEnd().Split('\n');
        Assert.Equal(
            ["NAME", "TARGET", "SEVERITY", "ROOT CAUSE", "PODS", "PHASE", "RESOLVED", "AGE"],
            ColumnGap().Split(lines[0]).Where(column => column.Length > 0));
        Assert.StartsWith("why", lines[1], StringComparison.Ordinal);
        Assert.Contains("Deployment/checkout", lines[1], StringComparison.Ordinal);
        Assert.Contains("Critical", lines[1], StringComparison.Ordinal);
        Assert.Contains("Completed", lines[1], StringComparison.Ordinal);

        var wide = await server.Kubectl.RunAsync(["get", resource, "-n", ns, "-o", "wide"], cancellationToken: cancellationToken);
        Assert.All(["MODEL", "CONFIDENCE", "COUNT", "FINGERPRINT"], column => Assert.Contains(column, wide, StringComparison.Ordinal));
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex ColumnGap();
}
