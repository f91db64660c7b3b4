using System.Text.Json;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Connectivity;

/// <summary>A constructed scenario: what must be said, and the cluster.</summary>
internal sealed record ConnectivityScenario(JsonElement Expected, ClusterRecording Cluster)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);

    /// <summary>The folders of this part of the taxonomy.</summary>
    private static readonly string[] Folders = ["services", "routes", "policies", "dependencies"];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Constructed");

    public static IEnumerable<string> Names => Folders
        .SelectMany(f => Directory.GetFiles(Path.Combine(Root, f), "*.yaml").Select(p => $"{f}/{Path.GetFileNameWithoutExtension(p)}"))
        .Order(StringComparer.Ordinal);

    public string[] Target => Expected.GetProperty("target").GetString()!.Split('/');

    public static ConnectivityScenario Load(string name)
    {
        var documents = YamlDocuments.Read(File.ReadAllText(Path.Combine(Root, name + ".yaml")));
        var recording = new ClusterRecording { RecordedAt = Now };
        foreach (var document in documents.Skip(1))
            recording.Add(document, name);
        return new ConnectivityScenario(documents[0], recording);
    }

    public async Task<(ExpertReport Report, int Requests)> DiagnoseAsync(bool isWhole = false)
    {
        var view = new CountingClusterView(new RecordedClusterView(Cluster));
        var subject = isWhole ? TestExpert.Subject("shop") : TestExpert.Subject("shop", Target[0], Target[1]);
        var report = await TestExpert.Over(view, s => s.AddSingleton<TimeProvider>(new RecordedClock(Now))).DiagnoseAsync(subject, default);
        return (report, view.Requests);
    }

    public ConnectivityScenario Denying(string kind, string group, LookupStatus status)
    {
        Cluster.Deny(kind, status, group: group);
        return this;
    }
}
