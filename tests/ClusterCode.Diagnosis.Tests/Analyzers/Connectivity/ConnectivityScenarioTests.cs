using System.Text.Json;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Connectivity;

/// <summary>The whole expert on constructed clusters in which a connection fails: from the target to the cause.</summary>
public sealed class ConnectivityScenarioTests
{
    /// <summary>Requests that one of these diagnoses may cost: the longest way is Ingress, Service, workload, its pods.</summary>
    private const int MaxRequests = 22;

    public static TheoryData<string> Scenarios => [.. ConnectivityScenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_cause_is_named(string name)
    {
        var scenario = ConnectivityScenario.Load(name);
        var (report, requests) = await scenario.DiagnoseAsync();
        var said = $"{report.RootCause?.Category} {report.RootCause?.Resource}: {report.Message}";
        if (scenario.Expected.TryGetProperty("healthy", out _))
        {
            Assert.True(report.Outcome == ExpertOutcome.Healthy, said);
            return;
        }

        Assert.True(Strings(scenario.Expected, "category").Contains(report.RootCause?.Category), said);
        Assert.True(scenario.Expected.GetProperty("resource").GetString()!.Split('|').Contains($"{report.RootCause!.Resource.Kind}/{report.RootCause.Resource.Name}"), said);
        Assert.All(Strings(scenario.Expected, "summary"), w => Assert.Contains(w, report.RootCause.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.All(Strings(scenario.Expected, "mustNot"), w => Assert.DoesNotContain(w, report.RootCause.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.True(report.AdditionalCauses.Count == 0, $"{said}; and: {string.Join("; ", report.AdditionalCauses.Select(c => $"{c.Category} {c.Summary}"))}");
        Assert.True(requests <= MaxRequests, $"{requests} requests");
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_whole_namespace_has_the_same_cause(string name)
    {
        // Events of single objects are not read for a whole namespace.
        var scenario = ConnectivityScenario.Load(name);
        if (name == "routes/tls-expired" || scenario.Expected.TryGetProperty("healthy", out _) || scenario.Target[0] is not ("Service" or "Ingress" or "Deployment"))
            return;
        var (report, _) = await scenario.DiagnoseAsync(isWhole: true);
        var told = report.AdditionalCauses.Prepend(report.RootCause!).Select(c => $"{c.Category} {c.Resource.Kind}/{c.Resource.Name}: {c.Summary}").ToList();
        Assert.True(report.AdditionalCauses.Count == 0 && Strings(scenario.Expected, "category").Contains(report.RootCause?.Category), string.Join("\n", told));
    }

    private static string[] Strings(JsonElement expected, string field) =>
        expected.TryGetProperty(field, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : [];
}
