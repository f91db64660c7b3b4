using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Serialization;
using ClusterCode.ControllerRuntime.Tests.Fakes;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

/// <summary>What handlers are told, and what a store holds, when objects, transforms and handlers misbehave.</summary>
public sealed class InformerHandlersTests
{
    private readonly Informer<Item> _informer = OfflineInformer.Create(
        Item.Definition,
        options => options.Transform = item => item.Tags is ["bad"] ? throw new InvalidOperationException("on purpose") : item);

    [Fact]
    public async Task A_handler_that_hangs_delays_no_other_and_what_waits_for_it_is_bounded()
    {
        var (stuck, quick) = (new MirrorHandler(), new MirrorHandler());
        stuck.Gate.Reset();
        using var one = _informer.AddHandler(stuck);
        using var two = _informer.AddHandler(quick);
        for (var i = 0; i < 20_000; i++)
            _informer.Set(new Item($"{i % 50}", "u", $"{i}"));
        await Eventually.TrueAsync(() => Matches(quick), "the quick handler has the newest state");
        Assert.Equal(0, stuck.Calls);

        stuck.Gate.Set();
        await Eventually.TrueAsync(() => Matches(stuck), "the slow handler catches up");
        Assert.InRange(stuck.Calls, 50, NotificationBacklog<Item>.MaxUnmerged + 51);
        Assert.Empty(stuck.Contradictions);
        Assert.Empty(quick.Contradictions);
    }

    [Fact]
    public async Task A_disposed_handler_is_not_told_of_what_waited_for_it()
    {
        var handler = new MirrorHandler();
        handler.Gate.Reset();
        var registration = _informer.AddHandler(handler);
        for (var i = 0; i < 100; i++)
            _informer.Set(new Item($"{i}", "u", $"{i}"));
        var synced = registration.WaitForSyncAsync(CancellationToken.None);
        registration.Dispose();
        registration.Dispose();
        handler.Gate.Set();
        _informer.Replace(new CollectionContents<Item>("1", null, [], []));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => synced);
        Assert.False(registration.HasSynced);

        var other = new MirrorHandler();
        using var next = _informer.AddHandler(other);
        await next.WaitForSyncAsync(CancellationToken.None);
        Assert.InRange(handler.Calls, 0, 1);
    }

    [Fact]
    public async Task The_deletion_of_another_object_of_the_name_ends_the_one_that_is_known_and_says_that_its_end_was_missed()
    {
        var handler = new Recorder();
        using var registration = _informer.AddHandler(handler);
        _informer.Set(new Item("a", "u1", "1"));
        _informer.Remove(new("n", "a"), new Item("a", "u2", "9"));
        _informer.Set(new Item("b", "u3", "2"));
        _informer.Remove(new("n", "b"), new Item("b", "u3", "3"));
        await Eventually.TrueAsync(() => handler.Calls.Count == 4, "all is told");
        Assert.Equal(["+a1", "-a1?", "+b2", "-b3"], handler.Calls);
    }

    [Fact]
    public async Task A_state_that_the_transform_cannot_bear_leaves_the_older_one_but_not_that_of_another_object()
    {
        var handler = new Recorder();
        using var registration = _informer.AddHandler(handler);
        _informer.Set(new Item("a", "u1", "1"));
        _informer.Set(new Item("a", "u1", "2", "bad"));
        _informer.Replace(new CollectionContents<Item>("9", null, [new Item("a", "u1", "2", "bad")], []));
        Assert.Equal("1", _informer.Store.Get(new("n", "a"))?.Version);
        _informer.Set(new Item("a", "u2", "3", "bad"));
        Assert.Null(_informer.Store.Get(new("n", "a")));
        await Eventually.TrueAsync(() => handler.Calls.Count == 2, "all is told");
        Assert.Equal(["+a1", "-a1?"], handler.Calls);
    }

    [Fact]
    public async Task What_is_listed_again_unchanged_stays_the_object_that_it_was_and_is_no_news()
    {
        var handler = new Recorder();
        using var registration = _informer.AddHandler(handler);
        var first = new Item("a", "u1", "1");
        _informer.Set(first);
        _informer.Replace(new CollectionContents<Item>("5", null, [new Item("a", "u1", "1"), new Item("b", "u2", "4")], []));
        _informer.Set(new Item("a", "u1", "1"));
        _informer.Set(new Item("c", "u3", null));
        _informer.Set(new Item("c", "u3", null));
        await Eventually.TrueAsync(() => handler.Calls.Count == 4, "all is told");
        Assert.Equal(["+a1", "+b4!", "+c", "~c"], handler.Calls);
        Assert.Same(first, _informer.Store.Get(new("n", "a")));
    }

    private bool Matches(MirrorHandler handler)
    {
        var view = handler.View;
        return view.Count == 50 && _informer.Store.List().All(item => view.TryGetValue(item.Key, out var told) && ReferenceEquals(told, item));
    }

    private sealed class Recorder : IResourceEventHandler<Item>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _calls = new();

        public IReadOnlyCollection<string> Calls => [.. _calls];

        public void OnAdded(Item obj, bool isInInitialList) => _calls.Enqueue($"+{obj.Name}{obj.Version}{(isInInitialList ? "!" : "")}");

        public void OnUpdated(Item oldObj, Item newObj) => _calls.Enqueue($"~{newObj.Name}{newObj.Version}");

        public void OnDeleted(Item lastKnown, bool isFinalStateUnknown) => _calls.Enqueue($"-{lastKnown.Name}{lastKnown.Version}{(isFinalStateUnknown ? "?" : "")}");
    }
}
