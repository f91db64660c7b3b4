using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Metadata;
using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.Llm.Limits;
using ClusterCode.Operator.Backends.Routing;
using ClusterCode.Operator.Detection.Namespaces;
using ClusterCode.Operator.Hosting;
using ClusterCode.Operator.Policies;

namespace ClusterCode.Operator.Backends;

/// <summary>
/// Chooses the backends of a diagnosis: what it names, else the default of its namespace, else the cluster's, else the best that are Ready and allow its namespace, else
/// none.
/// </summary>
internal sealed class BackendSelector(
    IInformer<LlmBackend> backends, IInformer<LlmRoute> routes, IInformer<NamespaceSummary> namespaces, IUsageLedger usage, RouteTurns turns, OperatorIdentity identity)
{
    /// <summary>Whether a model is to be asked, from what the caches hold now.</summary>
    public BackendSelection Look(DiagnosisRequest diagnosis) => Select(diagnosis, static (_, _, candidates) => candidates);

    /// <summary>The backends to ask now, in their order; of a route whose members take turns this takes one.</summary>
    public BackendSelection Select(DiagnosisRequest diagnosis) => Select(
        diagnosis, (route, spec, candidates) => RouteOrder.Of(spec.Strategy ?? LlmRouteStrategy.Priority, candidates, turns.Of(route)));

    private BackendSelection Select(DiagnosisRequest diagnosis, Func<ObjectKey, LlmRouteSpec, IReadOnlyList<RouteCandidate>, IReadOnlyList<RouteCandidate>> order)
    {
        var ns = diagnosis.Metadata.NamespaceProperty;
        if (diagnosis.Spec.LlmRef is { } reference)
            return reference.Kind == LlmReferenceKind.LlmRoute ? OfRoute(reference, ns, diagnosis, order) : OfBackend(reference, ns);
        if (Default(ns) is { } standard)
            return Judge(standard);
        var best = AutomaticChoice.Order(backends.Store.List().Where(backend => IsReady(backend) && MayExplain(backend, ns, TaskOf(diagnosis))), ns, LoadOf);
        return best.Count > 0 ? BackendSelection.OfSeveral(null, best) : BackendSelection.None;
    }

    private bool MayExplain(LlmBackend backend, string ns, LlmTask task) =>
        backend.Metadata.NamespaceProperty is var owner && (owner == ns || owner == identity.Namespace) && Allows(backend.Spec.AllowedNamespaces, owner, ns)
        && Does(backend.Spec.Tasks, task) && LoadOf(backend).Health != CircuitState.Open;

    private BackendLoad LoadOf(LlmBackend backend) => usage.LoadOf(BackendSelection.NameOf(backend));

    private BackendSelection OfBackend(LlmReference reference, string ns)
    {
        if (Find(backends.Store, reference, ns) is { } backend)
            return Allows(backend.Spec.AllowedNamespaces, backend.Metadata.NamespaceProperty, ns) || IsClusterDefault(backend)
                ? Judge(backend)
                : BackendSelection.Without(
                    ConditionReasons.NamespaceNotAllowed,
                    $"LlmBackend {BackendSelection.NameOf(backend)} does not allow namespace {ns}: add it to the backend's spec.allowedNamespaces.",
                    BackendSelection.NameOf(backend));
        return NotFound("LlmBackend", reference, ns, backends.Store.List().Select(candidate => candidate.Metadata));
    }

    private BackendSelection OfRoute(
        LlmReference reference, string ns, DiagnosisRequest diagnosis, Func<ObjectKey, LlmRouteSpec, IReadOnlyList<RouteCandidate>, IReadOnlyList<RouteCandidate>> order)
    {
        if (Find(routes.Store, reference, ns) is not { } route)
            return NotFound("LlmRoute", reference, ns, routes.Store.List().Select(candidate => candidate.Metadata));
        var name = $"{route.Metadata.NamespaceProperty}/{route.Metadata.Name}";
        if (!Allows(route.Spec.AllowedNamespaces, route.Metadata.NamespaceProperty, ns))
            return BackendSelection.Without(
                ConditionReasons.NamespaceNotAllowed, $"LlmRoute {name} does not allow namespace {ns}: add it to the route's spec.allowedNamespaces.", name);
        var members = route.Spec.Members
            .Where(member => diagnosis.Status?.Severity is not { } severity || severity >= (member.MinSeverity ?? Api.Findings.Severity.Info))
            .Select(member => (member, backend: backends.Store.Get(new ObjectKey(route.Metadata.NamespaceProperty, member.Name))))
            .Where(pair => pair.backend is { } backend && Does(pair.member.Tasks ?? backend.Spec.Tasks, TaskOf(diagnosis)))
            .Select(pair => new RouteCandidate(pair.backend!, pair.member.Weight ?? 1, LoadOf(pair.backend!)))
            .ToList();
        var ready = members.FindAll(member => IsReady(member.Backend) && member.Backend.Spec.Provider != LlmProvider.BuiltIn);
        var healthy = ready.FindAll(member => member.Load.Health != CircuitState.Open);
        if (healthy.Count > 0)
            return BackendSelection.OfSeveral(name, [.. order(new ObjectKey(route.Metadata.NamespaceProperty, route.Metadata.Name), route.Spec, healthy).Select(member => member.Backend)]);
        if (ready.Count > 0)
            return BackendSelection.Without(
                ConditionReasons.CircuitOpen, $"The members of LlmRoute {name} that are Ready ({string.Join(", ", ready.Select(member => member.Backend.Metadata.Name))}) failed several times in a row and are left alone for a while.", name);
        return members.Find(member => IsBeingProbed(member.Backend)) is { } probed
            ? BackendSelection.Of(probed.Backend, isBeingProbed: true)
            : BackendSelection.Without(ConditionReasons.NoMemberReady, $"LlmRoute {name} has no member that is Ready and may explain this diagnosis.", name);
    }

    private static BackendSelection Judge(LlmBackend backend)
    {
        if (backend.Spec.Provider == LlmProvider.BuiltIn)
            return BackendSelection.None;
        if (IsReady(backend) || IsBeingProbed(backend))
            return BackendSelection.Of(backend, IsBeingProbed(backend));
        var ready = ConditionSet.Get(backend.Status?.Conditions, ConditionTypes.Ready);
        var name = BackendSelection.NameOf(backend);
        return BackendSelection.Without(ConditionReasons.BackendNotReady, $"LlmBackend {name} is not Ready ({ready?.Reason}): {ready?.Message}", name);
    }

    private LlmBackend? Default(string ns) => Annotated(ns) ?? (ns == identity.Namespace ? null : Annotated(identity.Namespace));

    private LlmBackend? Annotated(string ns) => backends.Store.List()
        .Where(backend => backend.Metadata.NamespaceProperty == ns && IsDefault(backend))
        .MinBy(backend => backend.Metadata.Name, StringComparer.Ordinal);

    /// <summary>The annotation in the operator's namespace offers the backend to the whole cluster.</summary>
    private bool IsClusterDefault(LlmBackend backend) => backend.Metadata.NamespaceProperty == identity.Namespace && IsDefault(backend);

    private static bool IsDefault(LlmBackend backend) =>
        backend.Metadata.Annotations?.TryGetValue(AnnotationNames.DefaultBackend, out var value) == true && value == "true";

    private static bool IsReady(LlmBackend backend) =>
        !IsBeingProbed(backend) && ConditionSet.IsTrue(backend.Status?.Conditions, ConditionTypes.Ready);

    private static bool IsBeingProbed(LlmBackend backend) => backend.Status?.ObservedGeneration != backend.Metadata.Generation;

    /// <summary>Follow-up questions make a conversation of a diagnosis.</summary>
    private static LlmTask TaskOf(DiagnosisRequest diagnosis) => diagnosis.Spec.FollowUps is { Count: > 0 } ? LlmTask.Chat : LlmTask.Diagnosis;

    private static bool Does(IReadOnlyList<LlmTask>? tasks, LlmTask task) => tasks is not { Count: > 0 } || tasks.Contains(task);

    private bool Allows(AllowedNamespaces? allowed, string owner, string ns) => owner == ns || allowed?.From switch
    {
        AllowedNamespacesFrom.All => true,
        AllowedNamespacesFrom.Selector => allowed.Selector is not null
            && LabelSelectors.Matches(allowed.Selector, namespaces.Store.Get(new ObjectKey(null, ns))?.Metadata.Labels),
        _ => false,
    };

    private T? Find<T>(IStore<T> store, LlmReference reference, string ns)
        where T : class =>
        store.Get(new ObjectKey(reference.Namespace ?? ns, reference.Name))
        ?? (reference.Namespace is null ? store.Get(new ObjectKey(identity.Namespace, reference.Name)) : null);

    private BackendSelection NotFound(string kind, LlmReference reference, string ns, IEnumerable<k8s.Models.V1ObjectMeta> existing)
    {
        string[] places = reference.Namespace is { } named ? [named] : ns == identity.Namespace ? [ns] : [ns, identity.Namespace];
        var names = existing.Where(metadata => places.Contains(metadata.NamespaceProperty)).Select(metadata => metadata.Name).Order(StringComparer.Ordinal).ToList();
        var there = names.Count == 0 ? "none exists there" : $"there is {string.Join(", ", names)}";
        return BackendSelection.Without(
            ConditionReasons.BackendNotFound,
            $"{kind} {reference.Name} does not exist in namespace {string.Join(" or ", places)} ({there}): correct spec.llmRef, or create it.",
            $"{reference.Namespace ?? ns}/{reference.Name}");
    }
}
