using System.Diagnostics;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Accuracy.Measuring;

/// <summary>The expert as the operator registers it, over a view of a cluster, with a count of what it asks.</summary>
public static class MeasuredExpert
{
    /// <summary>Diagnoses once. Nothing is remembered from one diagnosis to the next.</summary>
    public static async Task<MeasuredReport> DiagnoseAsync(IClusterView view, TimeProvider clock, DiagnosisSubject subject, CancellationToken cancellationToken)
    {
        var measuring = new MeasuringClusterView(view);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddSingleton<IClusterView>(measuring)
            .AddClusterCodeDiagnosis()
            .BuildServiceProvider();
        var expert = services.GetRequiredService<IExpert>();
        var start = Stopwatch.GetTimestamp();
        var report = await expert.DiagnoseAsync(subject, cancellationToken);
        return new MeasuredReport(report, measuring.Requests, Stopwatch.GetElapsedTime(start), measuring.InCluster);
    }
}
