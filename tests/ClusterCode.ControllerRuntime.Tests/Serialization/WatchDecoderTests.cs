using System.Buffers;
using System.Text;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Serialization;

public sealed class WatchDecoderTests
{
    private const string Added = """{"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"n","resourceVersion":"7"},"data":{"k":"v}\n\"{"}}}""";

    private readonly WatchDecoder<V1ConfigMap> _decoder = new(ResourceDefinition.For<V1ConfigMap>());

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Events_are_decoded_however_the_stream_is_cut(int chunk)
    {
        var text = $"{Added}\n{Added.Replace("ADDED", "MODIFIED", StringComparison.Ordinal)}\r\n\n{Added.Replace("ADDED", "DELETED", StringComparison.Ordinal)}\n";
        var events = await DecodeAsync(Encoding.UTF8.GetBytes(text), chunk);

        Assert.Equal([WatchEventKind.Added, WatchEventKind.Modified, WatchEventKind.Deleted], events.Select(e => e.Kind));
        Assert.All(events, e => Assert.Equal(("a", "n", "7", "v}\n\"{"), (e.Object!.Metadata.Name, e.Object.Metadata.NamespaceProperty, e.ResourceVersion, e.Object.Data["k"])));
    }

    [Fact]
    public async Task A_line_of_three_megabytes_is_decoded()
    {
        var value = new string('x', 3_000_000);
        var line = $$$$"""{"type":"ADDED","object":{"metadata":{"name":"huge"},"data":{"k":"{{{{value}}}}"}}}""";
        var watchEvent = Assert.Single(await DecodeAsync(Encoding.UTF8.GetBytes(line + "\n"), 16_384));
        Assert.Equal(value.Length, watchEvent.Object!.Data["k"].Length);
    }

    [Fact]
    public async Task A_last_line_without_its_end_is_dropped()
    {
        var events = await DecodeAsync(Encoding.UTF8.GetBytes(Added + "\n" + Added[..60]), 10);
        Assert.Single(events);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_rather_than_kept()
    {
        using var stream = new ChunkedStream(new byte[WatchDecoder<V1ConfigMap>.MaxLineBytes + 1], 1 << 20);
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in _decoder.DecodeAsync(stream, CancellationToken.None))
                Assert.Fail("there is no line");
        });
    }

    [Theory]
    [InlineData("""{"object":{"metadata":{"name":"a","resourceVersion":"7"}},"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"7"}},"extra":[1,{"object":2}]}""")]
    [InlineData("""  { "type" : "ADDED" , "object" : {"metadata":{"name":"a","resourceVersion":"7"}} } """)]
    public void Unusual_but_valid_lines_are_understood(string line)
    {
        var watchEvent = Decode(line);
        Assert.Equal((WatchEventKind.Added, "a", "7"), (watchEvent.Kind, watchEvent.Object?.Metadata.Name, watchEvent.ResourceVersion));
    }

    [Fact]
    public void A_bookmark_tells_only_its_version_whatever_else_is_in_it()
    {
        var watchEvent = Decode("""{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"12746","creationTimestamp":null},"spec":{"containers":null},"status":{}}}""");
        Assert.Equal((WatchEventKind.Bookmark, "12746"), (watchEvent.Kind, watchEvent.ResourceVersion));
    }

    [Fact]
    public void An_error_carries_its_status()
    {
        var watchEvent = Decode("""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""");
        Assert.Equal(WatchEventKind.Error, watchEvent.Kind);
        Assert.Equal((410, "Expired", "too old resource version: 1 (2)"), (watchEvent.Error!.Code, watchEvent.Error.Reason, watchEvent.Error.Message));
    }

    [Theory]
    [InlineData("not json at all", null, "not {")]
    [InlineData("""{"type":"ADDED"}""", null, "not {")]
    [InlineData("""{"type":"RENAMED","object":{"metadata":{"name":"a"}}}""", null, "RENAMED")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"namespace":"n"}}}""", null, "metadata.name")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"namespace":"n","name":"a","resourceVersion":"9"},"data":[1]}}""", "n/a", "data")]
    public void What_cannot_be_read_is_told_with_as_much_as_is_known(string line, string? key, string problem)
    {
        var watchEvent = Decode(line);
        Assert.Equal(WatchEventKind.Unreadable, watchEvent.Kind);
        Assert.Equal(key, watchEvent.Unreadable!.Key?.ToString());
        Assert.Contains(problem, watchEvent.Unreadable.Problem, StringComparison.Ordinal);
        Assert.Equal(key is null ? null : "9", watchEvent.ResourceVersion);
    }

    [Fact]
    public void An_unreadable_deletion_is_told_as_one() =>
        Assert.True(Decode("""{"type":"DELETED","object":{"metadata":{"name":"a"},"data":[1]}}""").IsUnreadableDeletion);

    [Fact]
    public async Task A_page_of_a_list_is_decoded_however_it_is_cut_and_bad_items_are_told()
    {
        const string list = """{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"55","continue":"next","remainingItemCount":3},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"bad","namespace":"n"},"data":7},{"metadata":{"name":"b"},"data":{"x":"]}"}}],"extra":{"items":[]}}""";
        foreach (var chunk in new[] { 1, 13, 100_000 })
        {
            using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(list), chunk);
            var page = await new CollectionDecoder<V1ConfigMap>(ResourceDefinition.For<V1ConfigMap>()).DecodeAsync(stream, CancellationToken.None);

            Assert.Equal(["a", "b"], page.Items.Select(item => item.Metadata.Name));
            Assert.Equal(("55", "next", "n/bad"), (page.ResourceVersion, page.Continue, Assert.Single(page.Unreadable).Key.ToString()));
            Assert.All(page.Items, item => Assert.Equal(("v1", "ConfigMap"), (item.ApiVersion, item.Kind)));
        }
    }

    [Theory]
    [InlineData("""{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a"}}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("<html>")]
    public async Task A_list_that_is_cut_off_or_none_is_an_error(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => new CollectionDecoder<V1ConfigMap>(ResourceDefinition.For<V1ConfigMap>()).DecodeAsync(stream, CancellationToken.None));
    }

    private WatchEvent<V1ConfigMap> Decode(string line) => _decoder.DecodeLine(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line)))!.Value;

    private async Task<List<WatchEvent<V1ConfigMap>>> DecodeAsync(byte[] bytes, int chunk)
    {
        using var stream = new ChunkedStream(bytes, chunk);
        var events = new List<WatchEvent<V1ConfigMap>>();
        await foreach (var watchEvent in _decoder.DecodeAsync(stream, CancellationToken.None))
            events.Add(watchEvent);
        return events;
    }

    /// <summary>Hands out at most so many bytes at once, as a network does.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
