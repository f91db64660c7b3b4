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
    [InlineData("2026-11-22T01:02:03.000000000Z")]
    [InlineData("2026-11-22t01:02:03z")]
    [InlineData("2026-11-22T01:02:03.0Z")]
    public void Times_are_read_in_every_form_that_servers_write(string text)
    {
        var pod = JsonSerializer.Deserialize($$$"""{"metadata":{"creationTimestamp":"{{{text}}}"}}""", KubernetesJsonOptions.TypeInfo<V1Pod>())!;
        Assert.Equal(new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc), pod.Metadata.CreationTimestamp);
    }

    [Fact]
    public void Every_time_of_any_class_is_written_with_six_digits()
    {
        var second = new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc);
        var times = new Times(second, DateTime.SpecifyKind(second, DateTimeKind.Unspecified), second.ToLocalTime(), new DateTimeOffset(second).ToOffset(TimeSpan.FromHours(5)).AddTicks(1), null);
        var json = JsonSerializer.Serialize(times, KubernetesJsonOptions.Default);
        Assert.Equal("""{"a":"2026-11-22T01:02:03.000000Z","b":"2026-11-22T01:02:03.000000Z","c":"2026-11-22T01:02:03.000000Z","d":"2026-11-22T01:02:03.000000Z"}""", json);
        Assert.Equal(new DateTimeOffset(second), JsonSerializer.Deserialize<Times>(json, KubernetesJsonOptions.Default)!.D);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Times>("""{"a":"yesterday"}""", KubernetesJsonOptions.Default));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Times>("""{"a":5}""", KubernetesJsonOptions.Default));
    }

    [Fact]
    public void Quantities_and_ports_survive_the_round_trip()
    {
        const string json = """{"spec":{"containers":[{"livenessProbe":{"httpGet":{"port":"http"}},"name":"a","resources":{"limits":{"memory":"32Mi"}}}]}}""";
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, KubernetesJsonOptions.TypeInfo<V1Pod>())!, KubernetesJsonOptions.TypeInfo<V1Pod>()));
    }

    private sealed record Times(DateTime A, DateTime B, DateTime? C, DateTimeOffset D, DateTimeOffset? E);
}
