using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Runs the operator's own expert with the rights of the person at the keyboard, or on a snapshot.</summary>
internal static class DiagnoseCommand
{
    /// <summary>Diagnoses and writes the answer; returns the exit code.</summary>
    public static async Task<int> RunAsync(DiagnoseOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (target, problem) = options.Target is { } text ? TargetSyntax.Parse(text) : (null, null);
        if (problem is not null)
            return await ComplainAsync(error, problem).ConfigureAwait(false);
        if (options.AllNamespaces && (target is not null || options.Namespace is not null))
            return await ComplainAsync(error, "--all-namespaces diagnoses everything: leave out " + (target is null ? "--namespace" : "the target")).ConfigureAwait(false);
        try
        {
            using var cluster = DiagnosedCluster.Open(options);
            var (report, recording) = await DiagnoseAsync(cluster, target, options.Record is not null, cancellationToken).ConfigureAwait(false);
            if (report.Outcome is not (ExpertOutcome.CauseFound or ExpertOutcome.CauseUnknown or ExpertOutcome.Healthy))
                return await ComplainAsync(error, report.Message).ConfigureAwait(false);
            if (recording is not null)
                SnapshotWriter.Write(recording, options.Record!);
            await output.WriteAsync(options.Output == OutputFormat.Json ? ReportJson.Of(report) : ReportText.Of(report)).ConfigureAwait(false);
            return report.Outcome == ExpertOutcome.Healthy ? ExitCodes.Healthy : ExitCodes.CauseFound;
        }
        catch (Exception exception) when (exception is InvalidOperationException or SnapshotException)
        {
            return await ComplainAsync(error, exception.Message).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await ComplainAsync(error, $"{options.Record ?? options.Snapshot}: {exception.Message}").ConfigureAwait(false);
        }
    }

    private static async Task<(ExpertReport Report, ClusterRecording? Recording)> DiagnoseAsync(
        DiagnosedCluster cluster, DiagnosisTarget? target, bool isRecorded, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(cluster.Clock);
        services.AddSingleton<IClusterView>(s => isRecorded ? new RecordingClusterView(cluster.View, s.GetRequiredService<ISecretRedactor>(), cluster.Clock) : cluster.View);
        services.AddClusterCodeDiagnosis();
        await using var provider = services.BuildServiceProvider();
        var subject = new DiagnosisSubject { Namespace = cluster.Namespace, Target = target, Scope = cluster.Scope };
        var report = await provider.GetRequiredService<IExpert>().DiagnoseAsync(subject, cancellationToken).ConfigureAwait(false);
        return (report, (provider.GetRequiredService<IClusterView>() as RecordingClusterView)?.Recording);
    }

    private static async Task<int> ComplainAsync(TextWriter error, string problem)
    {
        await error.WriteLineAsync($"cluster-code: {problem}").ConfigureAwait(false);
        return ExitCodes.CannotAnswer;
    }
}
