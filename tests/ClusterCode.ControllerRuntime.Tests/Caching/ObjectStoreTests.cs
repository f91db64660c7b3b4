using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class ObjectStoreTests
{
    private readonly ObjectStore<Item> _store = new([new Indexer<Item>("tag", item => item.Tags), new Indexer<Item>("first", item => [item.Name[..1]])], (_, _, error) => throw error);

    [Fact]
    public void Objects_are_found_by_key_and_by_every_index()
    {
        Put(new Item("apple", "red", "round"));
        Put(new Item("brick", "red"));

        Assert.Equal("apple", _store.Get(new ObjectKey(null, "apple"))?.Name);
        Assert.Null(_store.Get(new ObjectKey("n", "apple")));
        Assert.Equal(["apple", "brick"], Names("tag", "red"));
        Assert.Equal(["brick"], Names("first", "b"));
        Assert.Empty(Names("tag", "blue"));
        Assert.Equal(2, _store.Count);
    }

    [Fact]
    public void Indexes_follow_changes_and_removals()
    {
        Put(new Item("apple", "red", "round"));
        Put(new Item("apple", "green"));
        Assert.Empty(Names("tag", "red"));
        Assert.Equal(["apple"], Names("tag", "green"));

        Assert.True(_store.Remove(new ObjectKey(null, "apple"), out _));
        Assert.Empty(Names("tag", "green"));
        Assert.Empty(_store.List());
    }

    [Fact]
    public void An_unknown_index_is_an_error_that_names_the_known_ones() =>
        Assert.Contains("tag, first", Assert.Throws<ArgumentException>(() => _store.ByIndex("colour", "red")).Message, StringComparison.Ordinal);

    private void Put(Item item) => _store.Set(new ObjectKey(null, item.Name), item);

    private string[] Names(string index, string key) => [.. _store.ByIndex(index, key).Select(item => item.Name).Order()];

    private sealed record Item(string Name, params string[] Tags);
}
