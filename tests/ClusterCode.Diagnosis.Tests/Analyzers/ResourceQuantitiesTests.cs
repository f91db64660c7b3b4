using ClusterCode.Diagnosis.Analyzers;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

public sealed class ResourceQuantitiesTests
{
    [Theory]
    [InlineData("memory", "900Gi", "900Gi")]
    [InlineData("memory", "24684096Ki", "23.5Gi")]
    [InlineData("memory", "32Mi", "32Mi")]
    [InlineData("memory", "1000", "1000")]
    [InlineData("cpu", "500m", "500m")]
    [InlineData("cpu", "64", "64")]
    [InlineData("cpu", "1500m", "1.5")]
    [InlineData("nvidia.com/gpu", "1", "1")]
    public void Quantities_are_written_as_people_write_them(string resource, string quantity, string expected) =>
        Assert.Equal(expected, ResourceQuantities.Format(resource, ResourceQuantities.Value(new ResourceQuantity(quantity))!.Value));

    [Fact]
    public void A_pod_requests_its_containers_together_or_its_largest_init_container()
    {
        var spec = new V1PodSpec
        {
            Containers = [Container("1Gi"), Container("2Gi")],
            InitContainers = [Container("5Gi"), Container("1Gi", "Always")],
            Overhead = new Dictionary<string, ResourceQuantity> { ["memory"] = new("1Gi") },
        };
        Assert.Equal(6m * 1024 * 1024 * 1024, ResourceQuantities.Requests(spec)["memory"]);
        Assert.Empty(ResourceQuantities.Requests(null));
    }

    [Fact]
    public void A_limit_without_a_request_counts_as_one()
    {
        var container = new V1Container { Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2") } } };
        Assert.Equal(2, ResourceQuantities.Requests(new V1PodSpec { Containers = [container] })["cpu"]);
    }

    private static V1Container Container(string memory, string? restartPolicy = null) => new()
    {
        RestartPolicy = restartPolicy,
        Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["memory"] = new(memory) } },
    };
}
