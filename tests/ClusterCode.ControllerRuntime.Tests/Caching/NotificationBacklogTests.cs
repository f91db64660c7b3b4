using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using FsCheck.Xunit;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class NotificationBacklogTests
{
    [Property(MaxTest = 3000, EndSize = 150)]
    public void However_far_a_handler_lags_it_ends_with_the_right_view_and_what_waits_is_bounded(byte[] steps)
    {
        const int Keys = 4, Unmerged = 3;
        var backlog = new NotificationBacklog<Item>(Unmerged);
        var mirror = new MirrorHandler();
        var present = new Dictionary<int, Item>();
        var version = 0;
        foreach (var step in steps)
        {
            var key = step % Keys;
            present.TryGetValue(key, out var old);
            switch (step / Keys % 5)
            {
                case 0 or 1:
                    var next = new Item($"{key}", old?.Uid ?? $"u{++version}", $"{++version}");
                    present[key] = next;
                    backlog.Add(old is null ? Notification<Item>.Added(next.Key, next, isInInitialList: false) : Notification<Item>.Updated(next.Key, old, next));
                    break;
                case 2 when old is not null:
                    present.Remove(key);
                    backlog.Add(Notification<Item>.Deleted(old.Key, old, isFinalStateUnknown: false));
                    break;
                case 3 when backlog.TryTake(out var notification):
                    Tell(mirror, notification);
                    break;
                default:
                    break;
            }

            Assert.InRange(backlog.Count, 0, Unmerged + Keys);
        }

        while (backlog.TryTake(out var notification))
            Tell(mirror, notification);
        Assert.Empty(mirror.Contradictions);
        Assert.Equal(present.Values.OrderBy(item => item.Name), mirror.View.Values.OrderBy(item => item.Name));
        Assert.Equal(0, backlog.Count);
    }

    [Fact]
    public void A_handler_that_keeps_up_is_told_of_each_change()
    {
        var backlog = new NotificationBacklog<Item>();
        var states = Enumerable.Range(0, NotificationBacklog<Item>.MaxUnmerged + 1).Select(version => new Item("a", "u", $"{version}")).ToList();
        foreach (var (old, next) in states.Zip(states.Skip(1)))
            backlog.Add(Notification<Item>.Updated(next.Key, old, next));
        Assert.Equal(NotificationBacklog<Item>.MaxUnmerged, backlog.Count);
    }

    [Fact]
    public void What_came_and_went_behind_a_handler_s_back_is_not_told_but_the_end_of_what_it_knows_is()
    {
        var backlog = new NotificationBacklog<Item>(0);
        var (known, changed, brief, last) = (new Item("a", "u1", "1"), new Item("a", "u1", "2"), new Item("a", "u2", "3"), new Item("a", "u3", "4"));
        backlog.Add(Notification<Item>.Updated(known.Key, known, changed));
        backlog.Add(Notification<Item>.Deleted(known.Key, changed, isFinalStateUnknown: false));
        backlog.Add(Notification<Item>.Added(known.Key, brief, isInInitialList: false));
        backlog.Add(Notification<Item>.Deleted(known.Key, brief, isFinalStateUnknown: false));
        backlog.Add(Notification<Item>.Added(known.Key, last, isInInitialList: false));
        backlog.Add(Notification<Item>.Synced);
        for (var i = 0; i < 1000; i++)
        {
            var passing = new Item($"passing {i}", "u", "1");
            backlog.Add(Notification<Item>.Added(passing.Key, passing, isInInitialList: false));
            backlog.Add(Notification<Item>.Deleted(passing.Key, passing, isFinalStateUnknown: false));
        }

        Assert.Equal(2, backlog.Count);
        var told = new List<Notification<Item>>();
        while (backlog.TryTake(out var notification))
            told.Add(notification);
        Assert.Equal([Notification<Item>.Deleted(known.Key, changed, isFinalStateUnknown: false), Notification<Item>.Added(known.Key, last, isInInitialList: false), Notification<Item>.Synced], told);
    }

    private static void Tell(MirrorHandler mirror, Notification<Item> notification)
    {
        if (notification.Old is null)
            mirror.OnAdded(notification.New!, notification.Flag);
        else if (notification.New is null)
            mirror.OnDeleted(notification.Old, notification.Flag);
        else
            mirror.OnUpdated(notification.Old, notification.New);
    }
}
