using System.Text.Json;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views.Recorded;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Connectivity;

/// <summary>The whole expert on constructed clusters in which a connection fails: from the target to the cause.</summary>
public sealed class ConnectivityScenarioTests
{
    /// <summary>Requests that one of these diagnoses may cost: the longest way is Ingress, Service, workload, its pods.</summary>
    private const int MaxRequests = 22;

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Constructed");

    public static TheoryData<string> Scenarios =>
        [.. Directory.GetFiles(Root, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)[..^".yaml".Length].Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_cause_is_named(string scenario)
    {
        var documents = YamlDocuments.Read(await File.ReadAllTextAsync(Path.Combine(Root, scenario + ".yaml")));
        var expected = documents[0];
        var target = expected.GetProperty("target").GetString()!.Split('/');
        var recording = new ClusterRecording { RecordedAt = Now };
        foreach (var document in documents.Skip(1))
            recording.Add(document, scenario);

        var view = new CountingClusterView(new RecordedClusterView(recording));
        var report = await TestExpert.Over(view, s => s.AddSingleton<TimeProvider>(new RecordedClock(Now))).DiagnoseAsync(TestExpert.Subject("shop", target[0], target[1]), default);
        var said = $"{report.RootCause?.Category} {report.RootCause?.Resource}: {report.Message}";
        if (expected.TryGetProperty("healthy", out _))
        {
            Assert.True(report.Outcome == ExpertOutcome.Healthy, said);
            return;
        }

        Assert.True(Strings(expected, "category").Contains(report.RootCause?.Category), said);
        Assert.True(expected.GetProperty("resource").GetString()!.Split('|').Contains($"{report.RootCause!.Resource.Kind}/{report.RootCause.Resource.Name}"), said);
        Assert.All(Strings(expected, "summary"), w => Assert.Contains(w, report.RootCause.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.All(Strings(expected, "mustNot"), w => Assert.DoesNotContain(w, report.RootCause.Summary, StringComparison.OrdinalIgnoreCase));
        Assert.True(report.AdditionalCauses.Count == 0, $"{said}; and: {string.Join("; ", report.AdditionalCauses.Select(c => $"{c.Category} {c.Summary}"))}");
        Assert.True(view.Requests <= MaxRequests, $"{view.Requests} requests");
    }

    private static string[] Strings(JsonElement expected, string field) =>
        expected.TryGetProperty(field, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : [];
}
