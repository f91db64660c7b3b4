using ClusterCode.ControllerRuntime.Kubeconfig;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using k8s;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Cli.Diagnosing;

/// <summary>Runs the operator's own expert with the rights of the person at the keyboard.</summary>
internal static class DiagnoseCommand
{
    private const string DefaultNamespace = "default";

    /// <summary>Diagnoses and writes the answer; returns the exit code.</summary>
    public static async Task<int> RunAsync(DiagnoseOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (target, problem) = options.Target is { } text ? TargetSyntax.Parse(text) : (null, null);
        if (problem is not null)
            return await ComplainAsync(error, problem).ConfigureAwait(false);
        KubernetesClientConfiguration configuration;
        try
        {
            configuration = ClusterConfiguration.Load(options.Kubeconfig, options.Context);
        }
        catch (InvalidDataException exception)
        {
            return await ComplainAsync(error, exception.Message).ConfigureAwait(false);
        }

        using var client = new Kubernetes(configuration);
        await using var services = Services(client);
        var subject = new DiagnosisSubject
        {
            Namespace = options.Namespace ?? (string.IsNullOrEmpty(configuration.Namespace) ? DefaultNamespace : configuration.Namespace),
            Target = target,
        };
        var report = await services.GetRequiredService<IExpert>().DiagnoseAsync(subject, cancellationToken).ConfigureAwait(false);
        if (report.Outcome is not (ExpertOutcome.CauseFound or ExpertOutcome.CauseUnknown or ExpertOutcome.Healthy))
            return await ComplainAsync(error, report.Message).ConfigureAwait(false);
        await output.WriteAsync(options.Output == OutputFormat.Json ? ReportJson.Of(report) : ReportText.Of(report)).ConfigureAwait(false);
        return report.Outcome == ExpertOutcome.Healthy ? ExitCodes.Healthy : ExitCodes.CauseFound;
    }

    private static ServiceProvider Services(IKubernetes client) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(client)
        .AddSingleton<IClusterView, LiveClusterView>()
        .AddClusterCodeDiagnosis()
        .BuildServiceProvider();

    private static async Task<int> ComplainAsync(TextWriter error, string problem)
    {
        await error.WriteLineAsync($"cluster-code: {problem}").ConfigureAwait(false);
        return ExitCodes.CannotAnswer;
    }
}
