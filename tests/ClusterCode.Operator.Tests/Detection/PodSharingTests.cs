using System.Text.Json;
using ClusterCode.Operator.Detection;
using ClusterCode.Operator.Detection.Pods;

namespace ClusterCode.Operator.Tests.Detection;

public sealed class PodSharingTests
{
    private readonly PodSharing _sharing = new();

    [Fact]
    public void Replicas_share_what_their_template_gave_them_and_nothing_else()
    {
        var (first, second) = (_sharing.Share(Read("a")), _sharing.Share(Read("b")));
        Assert.Same(first.Metadata.Labels, second.Metadata.Labels);
        Assert.Same(first.Metadata.OwnerReferences, second.Metadata.OwnerReferences);
        Assert.Same(first.Spec, second.Spec);
        Assert.Equal(("a", "b"), (first.Metadata.Name, second.Metadata.Name));
    }

    [Theory]
    [InlineData("\"app\":\"x\"", "\"app\":\"y\"")]
    [InlineData("\"app\":\"x\"", "\"other\":\"x\"")]
    [InlineData("\"name\":\"rs\"", "\"name\":\"renamed\"")]
    [InlineData("\"restartPolicy\":\"Always\"", "\"restartPolicy\":\"Never\"")]
    [InlineData("\"name\":\"main\"", "\"name\":\"other\"")]
    [InlineData("\"periodSeconds\":5", "\"periodSeconds\":6")]
    [InlineData("{\"name\":\"side\"}", "{\"name\":\"side\",\"startupProbe\":{}}")]
    [InlineData(",{\"name\":\"side\"}", "")]
    public void What_differs_stays_as_the_server_said(string from, string to)
    {
        _sharing.Share(Read("a"));
        var json = Json("b").Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Json("b"), json);
        Assert.Equal(Write(Parse(json)), Write(_sharing.Share(Parse(json))));
    }

    [Fact]
    public void Pods_of_another_controller_share_nothing_and_a_pod_without_one_is_left_alone()
    {
        _sharing.Share(Read("a"));
        var other = Json("b").Replace("uid-rs", "uid-other", StringComparison.Ordinal);
        Assert.Equal(Write(Parse(other)), Write(_sharing.Share(Parse(other))));
        var bare = Parse("""{"metadata":{"name":"bare","namespace":"n"}}""");
        Assert.Same(bare, _sharing.Share(bare));
    }

    [Fact]
    public void More_controllers_than_are_remembered_do_no_harm()
    {
        for (var i = 0; i < PodSharing.Capacity + 10; i++)
        {
            var json = Json("a").Replace("uid-rs", $"uid-{i}", StringComparison.Ordinal);
            Assert.Equal($"uid-{i}", _sharing.Share(Parse(json)).Metadata.Controller()!.Uid);
        }
    }

    private static string Json(string name) => """
        {"metadata":{"name":"NAME","namespace":"n","uid":"uid-NAME","labels":{"app":"x"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs","uid":"uid-rs","controller":true}]},"spec":{"restartPolicy":"Always","containers":[{"name":"main","readinessProbe":{"periodSeconds":5}},{"name":"side"}]},"status":{"phase":"Running"}}
        """.Replace("NAME", name, StringComparison.Ordinal);

    private static PodSummary Read(string name) => Parse(Json(name));

    private static PodSummary Parse(string json) => JsonSerializer.Deserialize(json, SummaryJsonContext.Default.PodSummary)!;

    private static string Write(PodSummary pod) => JsonSerializer.Serialize(pod, SummaryJsonContext.Default.PodSummary);
}
