using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Resources;

public sealed class ResourceDefinitionTests
{
    [Fact]
    public void The_definition_of_a_built_in_kind_is_read_from_its_class()
    {
        var pods = ResourceDefinition.For<V1Pod>();
        Assert.Equal(("", "v1", "v1", "Pod", "pods", true), (pods.Group, pods.Version, pods.ApiVersion, pods.Kind, pods.Plural, pods.IsNamespaced));
        var deployments = ResourceDefinition.For<V1Deployment>();
        Assert.Equal(("apps/v1", "deployments.apps"), (deployments.ApiVersion, deployments.ToString()));
    }

    [Fact]
    public void The_scope_of_built_in_kinds_is_known_and_can_be_told_for_others()
    {
        Assert.False(ResourceDefinition.For<V1Node>().IsNamespaced);
        Assert.False(ResourceDefinition.For<V1CustomResourceDefinition>().IsNamespaced);
        Assert.False(ResourceDefinition.For<V1Pod>(isNamespaced: false).IsNamespaced);
    }

    [Fact]
    public void A_class_without_the_attribute_is_refused_with_a_way_out() =>
        Assert.Contains("[KubernetesEntity]", Assert.Throws<ArgumentException>(() => ResourceDefinition.For<Nameless>()).Message, StringComparison.Ordinal);

    [Fact]
    public void Metadata_is_read_with_deletion_in_UTC()
    {
        var time = new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc);
        var metadata = ResourceDefinition.For<V1Pod>().ReadMetadata(new V1Pod { Metadata = new V1ObjectMeta { Name = "a", NamespaceProperty = "n", Uid = "u", ResourceVersion = "1", Generation = 2, DeletionTimestamp = time } });
        Assert.Equal(new ObjectMetadata("n", "a", "u", "1", 2, new DateTimeOffset(time)), metadata);
        Assert.True(metadata.IsBeingDeleted);
        Assert.Equal("n/a", metadata.Key.ToString());
        Assert.Equal("node-1", new ObjectKey(null, "node-1").ToString());
    }

    [Fact]
    public void A_clone_shares_nothing_with_its_original()
    {
        var original = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "a" }, Data = new Dictionary<string, string> { ["k"] = "v" } };
        var clone = ResourceDefinition.For<V1ConfigMap>().Clone(original);
        clone.Data["k"] = "changed";
        Assert.Equal("v", original.Data["k"]);
    }

    private sealed class Nameless : IKubernetesObject<V1ObjectMeta>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta Metadata { get; set; } = new();
    }
}
