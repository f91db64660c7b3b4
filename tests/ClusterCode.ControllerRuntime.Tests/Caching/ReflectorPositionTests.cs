using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class ReflectorPositionTests
{
    private readonly ReflectorPosition _position = new();

    [Fact]
    public void The_first_list_takes_any_version_and_later_ones_nothing_older_than_what_was_seen()
    {
        Assert.Equal(("0", ""), (_position.ForList, _position.ForInitialEvents));
        _position.Listed("7");
        Assert.Equal(("7", "7", "7"), (_position.Current, _position.ForList, _position.ForInitialEvents));
    }

    [Fact]
    public void Once_a_version_is_not_to_be_had_the_newest_is_asked_for_until_that_succeeds()
    {
        _position.Listed("7");
        _position.Unavailable();
        Assert.Equal(("", "", false), (_position.ForList, _position.ForInitialEvents, _position.MayBeUnavailable));
        _position.Listed("9");
        Assert.Equal(("9", true), (_position.ForList, _position.MayBeUnavailable));
    }

    [Theory]
    [InlineData(WatchEventKind.Added)]
    [InlineData(WatchEventKind.Modified)]
    [InlineData(WatchEventKind.Deleted)]
    [InlineData(WatchEventKind.Bookmark)]
    [InlineData(WatchEventKind.Unreadable)]
    internal void Every_event_moves_it_on_and_one_without_a_version_does_not(WatchEventKind kind)
    {
        _position.Listed("7");
        _position.WatchBegins();
        _position.Reached(kind, "8");
        _position.Reached(kind, null);
        _position.Reached(kind, "");
        Assert.Equal("8", _position.Current);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("")]
    public void A_watch_from_no_particular_version_moves_it_on_only_after_the_objects_it_begins_with(string start)
    {
        _position.Listed(start);
        _position.WatchBegins();
        _position.Reached(WatchEventKind.Added, "50");
        _position.Reached(WatchEventKind.Added, "20");
        Assert.Equal(start, _position.Current);
        _position.Reached(WatchEventKind.Modified, "60");
        _position.Reached(WatchEventKind.Added, "61");
        Assert.Equal("61", _position.Current);
    }
}
