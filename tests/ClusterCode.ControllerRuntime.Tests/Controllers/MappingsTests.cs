using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

public sealed class MappingsTests
{
    [Theory]
    [InlineData("team-a/web", "team-a/web")]
    [InlineData("web", "web")]
    [InlineData("", null)]
    [InlineData("/web", null)]
    [InlineData("team-a/", null)]
    [InlineData("a/b/c", null)]
    [InlineData(null, null)]
    public void An_annotation_names_an_owner_in_any_namespace_or_in_none(string? value, string? owner) =>
        Assert.Equal(owner, Sole(Mappings.Annotation<Widget>("example.com/owner")(new Widget { Metadata = new V1ObjectMeta { Annotations = Values(("example.com/owner", value)) } })));

    [Theory]
    [InlineData("web", "team-a", "team-a/web")]
    [InlineData("web", null, null)]
    [InlineData(null, "team-a", null)]
    public void Two_labels_name_an_owner_in_another_namespace(string? name, string? ns, string? owner) =>
        Assert.Equal(owner, Sole(Mappings.Labels<Widget>("owner", "owner-namespace")(Labelled(name, ns))));

    [Fact]
    public void One_label_names_a_cluster_scoped_owner()
    {
        Assert.Equal("web", Sole(Mappings.Labels<Widget>("owner")(Labelled("web", null))));
        Assert.Empty(Mappings.Labels<Widget>("owner")(new Widget()));
    }

    [Theory]
    [InlineData("example.com/v1", "Widget", true, "n/owner")]
    [InlineData("example.com/v2alpha1", "Widget", true, "n/owner")]
    [InlineData("example.com/v1", "Widget", false, null)]
    [InlineData("example.com/v1", "Gadget", true, null)]
    [InlineData("v1", "Widget", true, null)]
    [InlineData("example.org/v1", "Widget", true, null)]
    public void An_owner_is_who_controls_by_group_and_kind_whatever_the_version(string apiVersion, string kind, bool controls, string? owner)
    {
        var child = new V1ConfigMap
        {
            Metadata = new V1ObjectMeta
            {
                NamespaceProperty = "n",
                OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "other" }, new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "owner", Controller = controls }],
            },
        };
        Assert.Equal(owner, Sole(OwnerBinding<Widget, V1ConfigMap>.Owners(ResourceDefinition.For<Widget>(), child)));
        Assert.Equal(owner is null ? null : "owner", Sole(OwnerBinding<Widget, V1ConfigMap>.Owners(ResourceDefinition.For<Widget>(isNamespaced: false), child)));
    }

    private static string? Sole(IEnumerable<ObjectKey> keys) => keys.ToList() is [var key] ? key.ToString() : null;

    private static Widget Labelled(string? name, string? ns) => new() { Metadata = new V1ObjectMeta { Labels = Values(("owner", name), ("owner-namespace", ns)) } };

    private static Dictionary<string, string> Values(params (string Name, string? Value)[] values) =>
        values.Where(value => value.Value is not null).ToDictionary(value => value.Name, value => value.Value!);
}
