using ClusterCode.Diagnosis.Analyzers.Conditions;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.Creation;
using ClusterCode.Diagnosis.Analyzers.Dependencies;
using ClusterCode.Diagnosis.Analyzers.Images;
using ClusterCode.Diagnosis.Analyzers.Ingresses;
using ClusterCode.Diagnosis.Analyzers.IntendedStates;
using ClusterCode.Diagnosis.Analyzers.Jobs;
using ClusterCode.Diagnosis.Analyzers.LogTold;
using ClusterCode.Diagnosis.Analyzers.NetworkPolicies;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Analyzers.Probes;
using ClusterCode.Diagnosis.Analyzers.Quotas;
using ClusterCode.Diagnosis.Analyzers.Rollouts;
using ClusterCode.Diagnosis.Analyzers.Sandboxes;
using ClusterCode.Diagnosis.Analyzers.Scaling;
using ClusterCode.Diagnosis.Analyzers.Scheduling;
using ClusterCode.Diagnosis.Analyzers.Services;
using ClusterCode.Diagnosis.Analyzers.Storage;
using ClusterCode.Diagnosis.Analyzers.Termination;
using ClusterCode.Diagnosis.Analyzers.Throttling;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.Diagnosis.Analyzers;

/// <summary>Registers the analyzers.</summary>
public static class AnalyzerServiceCollectionExtensions
{
    /// <summary>Adds every analyzer as <see cref="IAnalyzer"/>. They are stateless, and each judges kinds of failure that no other does.</summary>
    public static IServiceCollection AddAnalyzers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<IAnalyzer, UnschedulableAnalyzer>();
        services.AddSingleton<IAnalyzer, VolumeClaimAnalyzer>();
        services.AddSingleton<IAnalyzer, MissingConfigurationAnalyzer>();
        services.AddSingleton<IAnalyzer, ImagePullAnalyzer>();
        services.AddSingleton<IAnalyzer, ContainerFailureAnalyzer>();
        services.AddSingleton<IAnalyzer, InitContainerAnalyzer>();
        services.AddSingleton<IAnalyzer, ReadinessAnalyzer>();
        services.AddSingleton<IAnalyzer, ReadinessGateAnalyzer>();
        services.AddSingleton<IAnalyzer, JobFailedAnalyzer>();
        services.AddSingleton<IAnalyzer, SchedulerMissingAnalyzer>();
        services.AddSingleton<IAnalyzer, PreStopAnalyzer>();
        services.AddSingleton<IAnalyzer, SandboxAnalyzer>();
        services.AddSingleton<IAnalyzer, WaitingForClaimAnalyzer>();
        services.AddSingleton<IAnalyzer, VolumeMountAnalyzer>();
        services.AddSingleton<IAnalyzer, EndedPodAnalyzer>();
        services.AddSingleton<IAnalyzer, LostNodeAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, ClaimAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, PersistentVolumeAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, StorageClassAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, NodeAnalyzer>();
        services.AddSingleton<IAnalyzer, DependencyAnalyzer>();
        services.AddSingleton<IAnalyzer, UnselectedWorkloadAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, ServiceAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, EndpointsAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, EndpointSliceAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, IngressAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, NetworkPolicyAnalyzer>();
        services.AddSingleton<IAnalyzer, CronJobAnalyzer>();
        services.AddSingleton<IAnalyzer, CreationAnalyzer>();
        services.AddSingleton<IAnalyzer, RolloutStuckAnalyzer>();
        services.AddSingleton<IAnalyzer, ScaledToZeroAnalyzer>();
        services.AddSingleton<IAnalyzer, PausedAnalyzer>();
        services.AddSingleton<IAnalyzer, SuspendedAnalyzer>();
        services.AddSingleton<IAnalyzer, StuckPodAnalyzer>();
        services.AddSingleton<IAnalyzer, StuckObjectAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, StuckObjectAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, NamespaceTerminatingAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, HpaAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, PdbAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, ResourceQuotaAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, LimitRangeAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, ServiceAccountAnalyzer>();
        services.AddSingleton<IObjectAnalyzer, ConditionsAnalyzer>();
        services.AddSingleton<IAnalyzer, CpuThrottledAnalyzer>();
        services.AddSingleton<IAnalyzer, UnreadyLogAnalyzer>();
        services.AddSingleton<IAnalyzer, LogErrorsAnalyzer>();
        return services;
    }
}
