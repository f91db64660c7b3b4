using System.Text.Json;
using ClusterCode.ControllerRuntime.Serialization;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Serialization;

public sealed class KubernetesJsonOptionsTests
{
    [Fact]
    public void A_whole_second_is_written_with_six_digits_as_MicroTime_needs()
    {
        var json = JsonSerializer.Serialize(new Eventsv1Event { EventTime = new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc) }, KubernetesJsonOptions.TypeInfo<Eventsv1Event>());
        Assert.Equal("""{"eventTime":"2026-11-22T01:02:03.000000Z"}""", json);
    }

    [Theory]
    [InlineData("2026-11-22T01:02:03Z")]
    [InlineData("2026-11-22T01:02:03.000000Z")]
    [InlineData("2026-11-22T02:02:03+01:00")]
    public void Times_are_read_in_every_form_that_servers_write(string text)
    {
        var pod = JsonSerializer.Deserialize($$$"""{"metadata":{"creationTimestamp":"{{{text}}}"}}""", KubernetesJsonOptions.TypeInfo<V1Pod>())!;
        Assert.Equal(new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc), pod.Metadata.CreationTimestamp);
    }

    [Fact]
    public void Quantities_and_ports_survive_the_round_trip()
    {
        const string json = """{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":"http"}},"name":"a","resources":{"limits":{"memory":"32Mi"}}}]}}""";
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, KubernetesJsonOptions.TypeInfo<V1Pod>())!, KubernetesJsonOptions.TypeInfo<V1Pod>()));
    }
}
