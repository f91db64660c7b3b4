using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>The expert as the operator registers it, over a view of a test, at the time of the recorded cases.</summary>
internal static class TestExpert
{
    public static IExpert Over(IClusterView view, Action<IServiceCollection>? change = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(RecordedCase.Now))
            .AddSingleton(view);
        change?.Invoke(services);
        return services.AddClusterCodeDiagnosis().BuildServiceProvider().GetRequiredService<IExpert>();
    }

    public static Task<ExpertReport> DiagnoseAsync(IClusterView view, string ns, string? kind = null, string? name = null, Severity minSeverity = Severity.Warning) =>
        Over(view).DiagnoseAsync(Subject(ns, kind, name, minSeverity), CancellationToken.None);

    public static DiagnosisSubject Subject(string ns, string? kind = null, string? name = null, Severity minSeverity = Severity.Warning) => new()
    {
        Namespace = ns,
        Target = kind is null ? null : new DiagnosisTarget { Kind = kind, Name = name! },
        MinSeverity = minSeverity,
    };
}
