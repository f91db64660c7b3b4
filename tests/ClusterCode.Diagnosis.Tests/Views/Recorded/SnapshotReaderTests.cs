using System.Formats.Tar;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recorded.Files;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Views.Recorded;

/// <summary>Snapshots come from others: what they are is told from what they hold, and what is wrong with one is said.</summary>
public sealed class SnapshotReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task A_cluster_info_dump_is_read_with_its_logs_and_what_it_cannot_hold_is_unknown(string format)
    {
        Write($"nodes.{format}", """{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"node-1"}}]}""");
        Write($"shop/pods.{format}", """{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"web-1","namespace":"shop"},"status":{"startTime":"2026-11-22T14:00:00Z"}}]}""");
        Write($"shop/deployments.{format}", """{"kind":"DeploymentList","apiVersion":"apps/v1","items":[{"metadata":{"name":"web","namespace":"shop","creationTimestamp":"2026-11-20T14:00:00Z"}}]}""");
        Write($"shop/events.{format}", """{"kind":"EventList","apiVersion":"v1","items":[]}""");
        Write(
            "shop/web-1/logs.txt",
            "==== START logs for container app of pod shop/web-1 ====\nfirst\nlast==== END logs for container app of pod shop/web-1 ====\n"
            + "==== START logs for container side of pod shop/web-1 ====\nRequest log error: container \"side\" is waiting to start\n==== END logs for container side of pod shop/web-1 ====\n");
        var view = SnapshotReader.Open(_folder);

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 14, 0, 0, TimeSpan.Zero), view.Clock.GetUtcNow());
        Assert.Equal("web", Assert.Single((await view.ListAsync<V1Deployment>("shop", ListQuery.All, default)).Value!).Metadata.Name);
        Assert.Equal("node-1", Assert.Single((await view.ListAsync<V1Node>(null, ListQuery.All, default)).Value!).Metadata.Name);
        Assert.Empty((await view.ListAsync<Corev1Event>("shop", ListQuery.All, default)).Value!);
        Assert.Equal("first\nlast", (await view.ReadLogAsync(new LogQuery("shop", "web-1", "app", false, 10, 1000), default)).Value);
        Assert.Equal("container \"side\" is waiting to start", (await view.ReadLogAsync(new LogQuery("shop", "web-1", "side", false, 10, 1000), default)).Message);
        Assert.True((await view.GetAsync<V1Pod>("shop", "web-2", default)).IsMissing);
        Assert.Equal(LookupStatus.Unavailable, (await view.GetAsync<V1ConfigMap>("shop", "conf", default)).Status);
        Assert.Equal(LookupStatus.Unavailable, (await view.ListAsync<V1ConfigMap>("shop", ListQuery.All, default)).Status);
        Assert.Contains("holds only namespace shop", (await view.ListAsync<V1Pod>(null, ListQuery.All, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_written_by_hand_is_forbidden()
    {
        Write("objects/pods.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}}");
        Write("snapshot.json", """{"formatVersion": 1, "recordedAt": "2026-11-22T15:00:00Z", "complete": true}""");
        Write("denied.json", """[{"kind": "Secret", "namespace": "shop", "message": "secrets is forbidden"}]""");
        var view = SnapshotReader.Open(_folder);

        Assert.True((await view.GetAsync<V1Secret>("shop", "db", default)).IsForbidden);
        Assert.True((await view.GetAsync<V1Secret>("other", "db", default)).IsMissing);
        Assert.True((await view.GetAsync<V1ConfigMap>("shop", "db", default)).IsMissing);
    }

    [Theory]
    [InlineData("a.json", "{\"kind\": \"Pod\",\n \"metadata\": {", "a.json, line 2", "not JSON")]
    [InlineData("a.yaml", "kind: Pod\nmetadata: [a\n", "a.yaml, line", "not YAML")]
    [InlineData("a.yaml", "kind: Pod\nkind: Pod\n", "a.yaml, line 2", "stands twice")]
    [InlineData("snapshot.json", "{\"formatVersion\": \"x\"}", "snapshot.json, line 1", "docs/snapshots.md")]
    [InlineData("snapshot.json", "{\"formatVersion\": 99}", "formatVersion 99", "newer")]
    [InlineData("log.yaml", "kind: Log\npod: a\ntext: b\n", "log.yaml", "names no container")]
    [InlineData("readme.md", "hello", "no files of objects", "cluster-code snapshot")]
    [InlineData("values.yaml", "a: b", "no objects of Kubernetes", "cluster-code snapshot")]
    public void What_cannot_be_read_is_named(string file, string text, string where, string what)
    {
        Write(file, text);
        var problem = Assert.Throws<SnapshotException>(() => SnapshotReader.Open(_folder));
        Assert.Contains(where, problem.Message, StringComparison.Ordinal);
        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Write("bomb.yaml", text);
        Assert.Contains("more than", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/cron.d/x.json")]
    [InlineData("/etc/x.json")]
    [InlineData("a/../../x.json")]
    public void A_tar_whose_names_lead_out_is_refused(string name)
    {
        var path = Tar((name, "{}"));
        Assert.Contains("leads out of the snapshot", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_tar_or_does_not_exist_is_said()
    {
        Write("x.bin", "this is no tar at all");
        Assert.Contains("tar", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(Path.Combine(_folder, "x.bin"))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no snapshot at", Assert.Throws<SnapshotException>(() => SnapshotReader.Open(Path.Combine(_folder, "nope"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_wrong_types_is_named_with_its_file()
    {
        Write("pod.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: 5}");
        var found = await SnapshotReader.Open(_folder).GetAsync<V1Pod>("shop", "a", default);
        Assert.Equal(LookupStatus.Unavailable, found.Status);
        Assert.Contains("pod.yaml", found.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private string Tar(params (string Name, string Text)[] files)
    {
        var path = Path.Combine(_folder, "x.tar");
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Pax);
        foreach (var (name, text) in files)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) });
        }

        return path;
    }
}
