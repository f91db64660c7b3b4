using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

public sealed class ObjectStoreTests
{
    private readonly ObjectStore<Item> _store = new([new Indexer<Item>("tag", item => item.Tags), new Indexer<Item>("first", item => [item.Name[..1]])], (_, _, error) => throw error);

    [Fact]
    public void Objects_are_found_by_key_and_by_every_index()
    {
        Put("apple", "red", "round");
        Put("brick", "red", "red");

        Assert.Equal("apple", _store.Get(new ObjectKey("n", "apple"))?.Name);
        Assert.Null(_store.Get(new ObjectKey(null, "apple")));
        Assert.Equal(["apple", "brick"], Names("tag", "red"));
        Assert.Equal(["brick"], Names("first", "b"));
        Assert.Empty(Names("tag", "blue"));
        Assert.Equal(2, _store.Count);
    }

    [Fact]
    public void Indexes_follow_changes_and_removals()
    {
        Put("apple", "red", "round");
        Put("apple", "green");
        Assert.Empty(Names("tag", "red"));
        Assert.Equal(["apple"], Names("tag", "green"));

        Assert.True(_store.Remove(new ObjectKey("n", "apple"), out _));
        Assert.Empty(Names("tag", "green"));
        Assert.Empty(_store.List());
        Assert.Equal((0, 0), (_store.IndexKeys("tag"), _store.IndexKeys("first")));
    }

    [Fact]
    public void An_index_key_may_have_one_object_or_many_and_go_back()
    {
        var names = Enumerable.Range(10, 60).Select(number => $"{number}").ToList();
        foreach (var name in names)
        {
            Put(name, "all");
            Put(name, "all", "changed");
            Assert.Equal(names.TakeWhile(other => string.CompareOrdinal(other, name) <= 0), Names("tag", "all"));
        }

        foreach (var name in names)
        {
            Assert.True(_store.Remove(new ObjectKey("n", name), out _));
            Assert.Equal(names.SkipWhile(other => string.CompareOrdinal(other, name) <= 0), Names("tag", "all"));
            Assert.Equal(Names("tag", "all"), Names("tag", "changed"));
        }
    }

    [Fact]
    public void An_unknown_index_is_an_error_that_names_the_known_ones() =>
        Assert.Contains("tag, first", Assert.Throws<ArgumentException>(() => _store.ByIndex("colour", "red")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_indexer_that_throws_costs_the_object_its_place_in_that_index_and_nothing_else()
    {
        var failures = new List<string>();
        var store = new ObjectStore<Item>(
            [new Indexer<Item>("bad", BadKeys), new Indexer<Item>("null", item => item.Tags is ["null"] ? [null!] : item.Tags), new Indexer<Item>("good", item => item.Tags)],
            (key, index, _) => failures.Add($"{key} {index}"));
        store.Set(new ObjectKey("n", "a"), new Item("a", "u", "1", "fine"));
        store.Set(new ObjectKey("n", "a"), new Item("a", "u", "2", "throw"));
        store.Set(new ObjectKey("n", "b"), new Item("b", "u", "3", "null"));

        Assert.Equal(["n/a bad", "n/b null"], failures);
        Assert.Equal("2", store.Get(new ObjectKey("n", "a"))?.Version);
        Assert.Empty(store.ByIndex("bad", "fine"));
        Assert.Empty(store.ByIndex("bad", "half"));
        Assert.Equal("2", Assert.Single(store.ByIndex("good", "throw")).Version);
        store.Set(new ObjectKey("n", "a"), new Item("a", "u", "4", "fine"));
        Assert.Equal("4", Assert.Single(store.ByIndex("bad", "fine")).Version);

        static IEnumerable<string> BadKeys(Item item)
        {
            yield return item.Tags[0] == "throw" ? "half" : item.Tags[0];
            if (item.Tags[0] == "throw")
                throw new InvalidOperationException("on purpose");
        }
    }

    [Fact]
    public void An_indexer_that_changes_its_mind_leaves_nothing_behind()
    {
        var answers = 0;
        var store = new ObjectStore<Item>([new Indexer<Item>("fickle", _ => [$"{++answers}"])], (_, _, error) => throw error);
        store.Set(new ObjectKey("n", "a"), new Item("a", "u", "1"));
        store.Set(new ObjectKey("n", "a"), new Item("a", "u", "2"));
        Assert.Empty(store.ByIndex("fickle", "1"));
        Assert.Single(store.ByIndex("fickle", "2"));
        Assert.True(store.Remove(new ObjectKey("n", "a"), out _));
        Assert.Equal(0, store.IndexKeys("fickle"));
    }

    [Fact]
    public async Task Who_reads_while_another_writes_sees_every_object_once_and_index_and_object_agree()
    {
        const int Objects = 200;
        using var done = new CancellationTokenSource();
        for (var i = 0; i < Objects; i++)
            Put($"{i}", "even");
        var reads = 0;
        var reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(Objects, _store.List().Select(item => item.Name).Distinct().Count());
                Assert.All(_store.ByIndex("tag", "even"), item => Assert.Equal("even", item.Tags[0]));
                Assert.All(_store.ByIndex("tag", "odd"), item => Assert.Equal("odd", item.Tags[0]));
                Interlocked.Increment(ref reads);
            }
        });
        for (var round = 1; round < 1000 || (Volatile.Read(ref reads) < 20 && !reader.IsCompleted); round++)
            Put($"{round * 7919L % Objects}", round % 2 == 0 ? "even" : "odd");
        await done.CancelAsync();
        await reader;
    }

    private void Put(string name, params string[] tags) => _store.Set(new ObjectKey("n", name), new Item(name, "u", "1", tags));

    private string[] Names(string index, string key) => [.. _store.ByIndex(index, key).Select(item => item.Name).Order(StringComparer.Ordinal)];
}
