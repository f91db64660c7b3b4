using System.Text.Json;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded.Files;
using ClusterCode.Diagnosis.Views.Recording;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Diagnosis.Tests.Views.Recorded;

/// <summary>A diagnosis that was recorded gives the same report again, and the snapshot tells no secret.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshot-").FullName;

    public static TheoryData<string> Cases => [.. RecordedCase.Names];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_expert_says_the_same_of_the_recording(string recorded)
    {
        var ns = RecordedCase.NamespaceOf(recorded);
        foreach (var path in new[] { "folder", "snapshot.tar.gz" })
        {
            var (original, replayed) = await RecordAndReplayAsync(RecordedCase.Load(recorded), ns, path);
            Assert.Equal(original, replayed);
        }
    }

    [Fact]
    public async Task What_was_denied_is_denied_again()
    {
        var (original, replayed) = await RecordAndReplayAsync(
            RecordedCase.Load("configmap-key-missing").Answering<V1ConfigMap>(LookupStatus.Forbidden).Answering<Corev1Event>(LookupStatus.Unavailable), "rec-configmap-key-missing", "denied.tar");
        Assert.Equal(original, replayed);
        Assert.Contains("configmaps", original, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_planted_secret_is_written()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: c =>
        {
            c.Env = [new V1EnvVar { Name = "DB_PASSWORD", Value = "planted-env-1" }, new V1EnvVar { Name = "URL", Value = "postgres://app:planted-url-2@db/x" }];
            c.Args = ["--password", "planted-arg-3"];
            c.EnvFrom = [new V1EnvFromSource { SecretRef = new V1SecretEnvSource { Name = "db" } }, new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "conf" } }];
        }).Waiting("other", "CreateContainerConfigError", "secret \"db\" not found").Build();
        pod.Metadata.Annotations = new Dictionary<string, string> { ["kubectl.kubernetes.io/last-applied-configuration"] = "planted-annotation-4", ["api-token"] = "planted-annotation-5" };
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "db", NamespaceProperty = "shop", Annotations = new Dictionary<string, string> { ["x"] = "planted-secret-6" } },
            Data = new Dictionary<string, byte[]> { ["password"] = "planted-secret-7"u8.ToArray() },
            StringData = new Dictionary<string, string> { ["password"] = "planted-secret-8" },
        };
        var map = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta { Name = "conf", NamespaceProperty = "shop" },
            Data = new Dictionary<string, string> { ["api_key"] = "planted-map-9", ["app.properties"] = "password=planted-map-10\nport=1" },
            BinaryData = new Dictionary<string, byte[]> { ["store.jks"] = "planted-map-11"u8.ToArray() },
        };
        var warning = new Corev1Event { Metadata = new V1ObjectMeta { Name = "e", NamespaceProperty = "shop" }, InvolvedObject = new V1ObjectReference { Kind = "Pod", Name = pod.Metadata.Name, NamespaceProperty = "shop", Uid = pod.Metadata.Uid }, Reason = "Failed", Type = "Warning", Message = "login with password=planted-event-12" };
        var view = new InMemoryClusterView().With([pod, secret, map, warning]).WithLog(pod.Metadata.Name, "app", "panic: cannot log in with password=planted-log-13\n", previous: true);

        await RecordAndReplayAsync(view, "shop", "planted");
        var recorder = Recorder(view);
        await recorder.GetAsync<V1Secret>("shop", "db", default);
        await recorder.ListAsync<V1Secret>("shop", ListQuery.All, default);
        await recorder.GetAsync<V1ConfigMap>("shop", "conf", default);
        await recorder.ListAsync<Corev1Event>("shop", ListQuery.All, default);
        SnapshotWriter.Write(recorder.Recording, Path.Combine(_folder, "planted", "more"));

        var written = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        Assert.NotEmpty(written);
        Assert.All(written, text => Assert.DoesNotContain("planted-", text, StringComparison.Ordinal));
        Assert.All(written, text => Assert.DoesNotContain(Convert.ToBase64String("planted-"u8)[..8], text, StringComparison.Ordinal));
        Assert.Contains(written, text => text.Contains("\"password\":\"\"", StringComparison.Ordinal));
    }

    private async Task<(string Original, string Replayed)> RecordAndReplayAsync(IClusterView view, string ns, string path)
    {
        var recorder = Recorder(view);
        var original = await TestExpert.DiagnoseAsync(recorder, ns);
        var file = Path.Combine(_folder, path);
        SnapshotWriter.Write(recorder.Recording, file);
        var replay = SnapshotReader.Open(file);
        Assert.Equal(RecordedCase.Now, replay.Clock.GetUtcNow());
        return (Text(original), Text(await TestExpert.DiagnoseAsync(replay, ns)));
    }

    private static RecordingClusterView Recorder(IClusterView view) => new(view, new Redactor(), new FakeTimeProvider(RecordedCase.Now));

    private static string Text(ExpertReport report) => JsonSerializer.Serialize(report);
}
