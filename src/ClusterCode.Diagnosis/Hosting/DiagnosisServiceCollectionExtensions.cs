using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Analyzers;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Scopes;
using ClusterCode.Diagnosis.Investigation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClusterCode.Diagnosis.Hosting;

/// <summary>Registers the expert.</summary>
public static class DiagnosisServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IExpert"/> and all that it needs but for the <see cref="Views.IClusterView"/>, which is the host's to choose (live or recorded).</summary>
    public static IServiceCollection AddClusterCodeDiagnosis(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new RedactionOptions());
        services.TryAddSingleton<ISecretRedactor, Redactor>();
        services.TryAddSingleton<ICaseGatherer, EvidenceCollector>();
        services.TryAddSingleton<ExpertMetrics>();
        services.TryAddSingleton<ScopeGatherer>();
        services.TryAddSingleton<CaseJudge>();
        services.TryAddSingleton<SeveralNamespaces>();
        services.TryAddSingleton<IExpert, Expert>();
        services.TryAddSingleton<IClusterInvestigator, ClusterInvestigator>();
        return services.AddAnalyzers();
    }
}
