using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Queues;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Registers the parts; the container puts them together.</summary>
internal sealed class OperatorBuilder(IServiceCollection services) : IOperatorBuilder
{
    private readonly HashSet<string> _names = [];

    public IServiceCollection Services => services;

    public IOperatorBuilder AddController<TController, TEntity>(Action<ControllerOptions<TEntity>>? configure = null)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var options = new ControllerOptions<TEntity>();
        configure?.Invoke(options);
        var definition = (FindInformer<TEntity>() ?? RegisterInformer(ResourceDefinition.For<TEntity>())).Definition;
        var name = ClaimName(options.Name ?? definition.Kind.ToLowerInvariant(), options.MaxConcurrentReconciles);
        AddQueue<ObjectKey>(name);
        services.TryAddSingleton<TController>();
        services.AddSingleton<IControllerRunner>(provider => EntityRunner<TController, TEntity>(provider, name, options));
        return this;
    }

    public IOperatorBuilder AddKeyController<TReconciler, TKey>(string name, Action<KeyControllerOptions<TKey>>? configure = null)
        where TReconciler : class, IKeyReconciler<TKey>
        where TKey : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var options = new KeyControllerOptions<TKey>();
        configure?.Invoke(options);
        ClaimName(name, options.MaxConcurrentReconciles);
        AddQueue<TKey>(name);
        services.TryAddSingleton<IControllerQueue<TKey>>(provider => SoleQueue<TKey>(provider));
        services.TryAddSingleton<TReconciler>();
        services.AddSingleton<IControllerRunner>(provider => KeyRunner<TReconciler, TKey>(provider, name, options));
        return this;
    }

    public IOperatorBuilder AddFinalizer<TFinalizer, TEntity>(string identifier)
        where TFinalizer : class, IEntityFinalizer<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(identifier);
        var problem = identifier.Contains('/') ? QualifiedName.ProblemOf(identifier) : $"it has no prefix: call it example.com/{identifier}";
        if (problem is not null)
            throw new ArgumentException($"The finalizer {identifier} is not a qualified name, which the API server asks of finalizers: {problem}.", nameof(identifier));
        services.TryAddSingleton<TFinalizer>();
        services.AddSingleton(new FinalizerRegistration<TEntity>(identifier, provider => provider.GetRequiredService<TFinalizer>()));
        return this;
    }

    public IOperatorBuilder AddInformer<T>(ResourceDefinition<T> definition, Action<InformerOptions<T>>? configure = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(definition);
        var registration = FindInformer<T>() ?? RegisterInformer(definition);
        registration.Definition = definition;
        configure?.Invoke(registration.Options);
        return this;
    }

    private InformerRegistration<T>? FindInformer<T>()
        where T : class =>
        services.FirstOrDefault(service => service.ServiceType == typeof(InformerRegistration<T>))?.ImplementationInstance as InformerRegistration<T>;

    private InformerRegistration<T> RegisterInformer<T>(ResourceDefinition<T> definition)
        where T : class
    {
        var registration = new InformerRegistration<T>(definition);
        services.AddSingleton(registration);
        services.AddSingleton(_ => registration.Definition);
        services.AddSingleton(provider => new Informer<T>(
            registration.Definition,
            registration.Options,
            new ReflectorDependencies(
                provider.GetRequiredService<ApiConnection>(),
                provider.GetRequiredService<CollectionReader>(),
                provider.GetRequiredService<RuntimeMetrics>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<Random>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Informer<>)))));
        services.AddSingleton<IInformer<T>>(provider => provider.GetRequiredService<Informer<T>>());
        services.AddSingleton<IInformerRunner>(provider => provider.GetRequiredService<Informer<T>>());
        services.AddSingleton(provider => provider.GetRequiredService<IInformer<T>>().Store);
        return registration;
    }

    private string ClaimName(string name, int maxConcurrentReconciles)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrentReconciles, 1);
        return _names.Add(name) ? name : throw new ArgumentException($"Two controllers are named {name}, and metrics and queues could not tell them apart: give one another Name.");
    }

    private void AddQueue<TKey>(string name)
        where TKey : notnull
    {
        services.AddKeyedSingleton(name, (provider, _) => new WorkQueue<TKey>(name, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RuntimeMetrics>()));
        services.AddKeyedSingleton<IControllerQueue<TKey>>(name, (provider, _) => provider.GetRequiredKeyedService<WorkQueue<TKey>>(name));
        services.AddSingleton(new QueueName<TKey>(name));
    }

    private static IControllerQueue<TKey> SoleQueue<TKey>(IServiceProvider provider)
        where TKey : notnull
    {
        var names = provider.GetServices<QueueName<TKey>>().Select(queue => queue.Name).ToList();
        return names is [var name]
            ? provider.GetRequiredKeyedService<IControllerQueue<TKey>>(name)
            : throw new InvalidOperationException($"The controllers {string.Join(", ", names)} all have keys of type {typeof(TKey).Name}: ask for their queue with [FromKeyedServices(\"name\")].");
    }

    private static ControllerRunner<TKey> KeyRunner<TReconciler, TKey>(IServiceProvider provider, string name, KeyControllerOptions<TKey> options)
        where TReconciler : class, IKeyReconciler<TKey>
        where TKey : notnull
    {
        var queue = provider.GetRequiredKeyedService<WorkQueue<TKey>>(name);
        var reconciler = provider.GetRequiredService<TReconciler>();
        return new ControllerRunner<TKey>(
            name,
            Workers<TKey, TReconciler>(provider, queue, async (key, token) => new ReconcileOutcome((await reconciler.ReconcileAsync(key, token)).Delay), new WorkerLimits(options.MaxConcurrentReconciles, options.ReconciliationTimeout)),
            [.. options.Bindings.Select(binding => new Func<IResourceEventHandlerRegistration>(() => binding.Bind(provider, queue)))]);
    }

    private static ControllerRunner<ObjectKey> EntityRunner<TController, TEntity>(IServiceProvider provider, string name, ControllerOptions<TEntity> options)
        where TController : class, IEntityController<TEntity>
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var queue = provider.GetRequiredKeyedService<WorkQueue<ObjectKey>>(name);
        var informer = provider.GetRequiredService<IInformer<TEntity>>();
        var finalizers = provider.GetServices<FinalizerRegistration<TEntity>>().Select(registration => (registration.Identifier, registration.Resolve(provider))).ToList();
        var reconciler = new EntityReconciler<TEntity>(
            informer,
            provider.GetRequiredService<TController>(),
            new FinalizerChain<TEntity>(provider.GetRequiredService<IApiClient>(), informer.Definition, finalizers),
            options.Predicate,
            queue);
        return new ControllerRunner<ObjectKey>(
            name,
            Workers<ObjectKey, TController>(provider, queue, reconciler.ReconcileAsync, new WorkerLimits(options.MaxConcurrentReconciles, options.ReconciliationTimeout)),
            [
                () => informer.AddHandler(reconciler),
                .. options.Bindings.Select(binding => new Func<IResourceEventHandlerRegistration>(() => binding.Bind(provider, queue))),
            ]);
    }

    private static ControllerWorkers<TKey> Workers<TKey, TCategory>(IServiceProvider provider, WorkQueue<TKey> queue, Func<TKey, CancellationToken, Task<ReconcileOutcome>> reconcile, WorkerLimits limits)
        where TKey : notnull =>
        new(
            queue,
            reconcile,
            limits,
            provider.GetRequiredService<RuntimeMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TCategory>>());
}
