using ClusterCode.ControllerRuntime.Api;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Runs the operator's own expert with the rights of the person at the keyboard.</summary>
internal static class DiagnoseCommand
{
    private const string DefaultNamespace = "default";

    /// <summary>How the API server's logs name the program.</summary>
    private const string UserAgent = "cluster-code";

    /// <summary>Diagnoses and writes the answer; returns the exit code.</summary>
    public static async Task<int> RunAsync(DiagnoseOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (target, problem) = options.Target is { } text ? TargetSyntax.Parse(text) : (null, null);
        if (problem is not null)
            return await ComplainAsync(error, problem).ConfigureAwait(false);
        ClusterConnection opened;
        try
        {
            opened = ClusterConnection.Open(options.Kubeconfig, options.Context, UserAgent, TimeProvider.System, NullLoggerFactory.Instance);
        }
        catch (InvalidOperationException exception)
        {
            return await ComplainAsync(error, exception.Message).ConfigureAwait(false);
        }

        using var connection = opened;
        await using var services = Services(connection);
        var subject = new DiagnosisSubject
        {
            Namespace = options.Namespace ?? (string.IsNullOrEmpty(connection.Namespace) ? DefaultNamespace : connection.Namespace),
            Target = target,
        };
        var report = await services.GetRequiredService<IExpert>().DiagnoseAsync(subject, cancellationToken).ConfigureAwait(false);
        if (report.Outcome is not (ExpertOutcome.CauseFound or ExpertOutcome.CauseUnknown or ExpertOutcome.Healthy))
            return await ComplainAsync(error, report.Message).ConfigureAwait(false);
        await output.WriteAsync(options.Output == OutputFormat.Json ? ReportJson.Of(report) : ReportText.Of(report)).ConfigureAwait(false);
        return report.Outcome == ExpertOutcome.Healthy ? ExitCodes.Healthy : ExitCodes.CauseFound;
    }

    private static ServiceProvider Services(ClusterConnection connection) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IClusterView>(new LiveClusterView(connection.Http, TimeProvider.System))
        .AddClusterCodeDiagnosis()
        .BuildServiceProvider();

    private static async Task<int> ComplainAsync(TextWriter error, string problem)
    {
        await error.WriteLineAsync($"cluster-code: {problem}").ConfigureAwait(false);
        return ExitCodes.CannotAnswer;
    }
}
