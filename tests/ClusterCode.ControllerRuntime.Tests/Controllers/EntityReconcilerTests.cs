using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

/// <summary>What happens between an informer's handler and a controller, call by call.</summary>
public sealed class EntityReconcilerTests
{
    private static readonly ObjectKey Key = new("n", "a");

    private readonly Informer<Widget> _informer = OfflineInformer.Create(ResourceDefinition.For<Widget>());
    private readonly WidgetController _controller = new();
    private readonly RecordingQueue _queue = new();
    private readonly EntityReconciler<Widget> _reconciler;

    public EntityReconcilerTests() => _reconciler = Create(Predicates.ResourceVersionChanged);

    [Fact]
    public async Task An_entity_that_was_made_again_is_not_shown_before_the_end_of_the_first_is_told()
    {
        var (first, second) = (Make("u1", 1), Make("u2", 2));
        _informer.Set(first);
        _reconciler.OnAdded(first, isInInitialList: false);
        await ReconcileAsync();
        // The cache is ahead of the handler.
        _informer.Set(second);
        await ReconcileAsync();
        Assert.Equal(["a=1"], _controller.Calls);

        _reconciler.OnDeleted(first, isFinalStateUnknown: true);
        await ReconcileAsync();
        Assert.Equal(["a=1", "-a"], _controller.Calls);
        _reconciler.OnAdded(second, isInInitialList: false);
        await ReconcileAsync();
        Assert.Equal(["a=1", "-a", "a=2"], _controller.Calls);
        Assert.Equal(3, _queue.Added.Count);
    }

    [Fact]
    public async Task Every_one_of_several_that_bore_a_name_is_told_as_deleted_in_order_and_none_is_kept()
    {
        var ended = new List<string>();
        _controller.OnDeleted = widget =>
        {
            ended.Add(widget.Metadata.Uid);
            return ended.Count == 2 ? ReconciliationResult<Widget>.Failure(widget, "once more") : ReconciliationResult<Widget>.Success(widget);
        };
        foreach (var uid in new[] { "u1", "u2", "u3" })
        {
            _reconciler.OnAdded(Make(uid, 1), isInInitialList: false);
            _reconciler.OnDeleted(Make(uid, 1), isFinalStateUnknown: false);
        }

        Assert.Equal("once more", (await ReconcileAsync()).FailureMessage);
        Assert.Null((await ReconcileAsync()).FailureMessage);
        Assert.Equal(["u1", "u2", "u2", "u3"], ended);
        Assert.Equal(0, _reconciler.History.Count);
    }

    [Fact]
    public async Task A_terminal_error_about_the_end_of_one_entity_neither_stays_nor_hides_the_next()
    {
        var second = Make("u2", 2);
        _reconciler.OnAdded(Make("u1", 1), isInInitialList: false);
        _reconciler.OnDeleted(Make("u1", 1), isFinalStateUnknown: false);
        _informer.Set(second);
        _reconciler.OnAdded(second, isInInitialList: false);
        _queue.Added.Clear();
        _controller.OnDeleted = _ => throw new TerminalException("cannot be cleaned up");

        await Assert.ThrowsAsync<TerminalException>(() => _reconciler.ReconcileAsync(Key, CancellationToken.None));
        Assert.Equal([(Key, 0)], _queue.Added);
        await ReconcileAsync();
        Assert.Equal(["-a", "a=2"], _controller.Calls);
        Assert.Equal(1, _reconciler.History.Count);
    }

    [Fact]
    public void What_was_there_at_the_start_or_did_not_change_waits_behind_what_did()
    {
        var (one, same, changed) = (Make("u1", 1, "7"), Make("u1", 1, "7"), Make("u1", 1, "8"));
        var reconciler = Create((_, _) => true);
        reconciler.OnAdded(one, isInInitialList: true);
        reconciler.OnAdded(one, isInInitialList: false);
        reconciler.OnUpdated(one, same);
        reconciler.OnUpdated(one, changed);
        reconciler.OnDeleted(one, isFinalStateUnknown: true);
        Assert.Equal([-100, 0, -100, 0, 0], _queue.Added.Select(added => added.Priority));
    }

    [Fact]
    public void A_change_that_a_predicate_cannot_bear_is_not_lost()
    {
        var reconciler = Create((_, _) => throw new InvalidOperationException("on purpose"));
        Assert.Throws<InvalidOperationException>(() => reconciler.OnUpdated(Make("u1", 1, "7"), Make("u1", 1, "8")));
        Assert.Equal([(Key, 0)], _queue.Added);
    }

    [Fact]
    public void A_mapping_that_cannot_bear_the_old_state_is_still_asked_for_the_new_one()
    {
        var handler = new MappingHandler<Widget, ObjectKey>(
            _informer.Definition,
            widget => widget.Spec.Size == 1 ? throw new InvalidOperationException("on purpose") : [new ObjectKey(null, $"{widget.Spec.Size}")],
            _queue);
        Assert.Throws<InvalidOperationException>(() => handler.OnUpdated(Make("u1", 1, "7"), Make("u1", 2, "8")));
        handler.OnAdded(Make("u1", 3), isInInitialList: true);
        Assert.Equal([(new ObjectKey(null, "2"), 0), (new ObjectKey(null, "3"), -100)], _queue.Added);
    }

    private EntityReconciler<Widget> Create(UpdatePredicate<Widget> predicate) =>
        new(_informer, _controller, new FinalizerChain<Widget>(null!, _informer.Definition, []), predicate, _queue);

    private Task<ReconcileOutcome> ReconcileAsync() => _reconciler.ReconcileAsync(Key, CancellationToken.None);

    private static Widget Make(string uid, int size, string version = "1") =>
        new() { Metadata = new V1ObjectMeta { NamespaceProperty = "n", Name = "a", Uid = uid, ResourceVersion = $"{uid}.{version}" }, Spec = new WidgetSpec(size) };

    private sealed class RecordingQueue : IControllerQueue<ObjectKey>
    {
        public List<(ObjectKey Key, int Priority)> Added { get; } = [];

        public void Add(ObjectKey key, int priority) => Added.Add((key, priority));

        public void AddAfter(ObjectKey key, TimeSpan delay, int priority) => throw new NotSupportedException();
    }
}
