using System.Reflection;
using ClusterCode.Testing;
using k8s.Models;

namespace ClusterCode.Api.Tests.Contract;

public sealed class The_YAML_and_the_types_agree
{
    public static TheoryData<Type> Kinds => [.. Crd.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_every_field_type_enum_value_required_flag_default_and_description(Type kind)
    {
        var differences = SchemaComparer.Compare(kind, Crd.Of(kind).Schema);

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_group_version_kind_and_plural(Type kind)
    {
        var crd = Crd.Of(kind);
        var entity = kind.GetCustomAttribute<KubernetesEntityAttribute>()!;

        Assert.Equal(
            (entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, $"{entity.PluralName}.{entity.Group}"),
            (crd.Document.Text("spec", "group"), crd.Version.Text("name"), crd.Document.Text("spec", "names", "kind"),
                crd.Document.Text("spec", "names", "plural"), crd.Document.Text("metadata", "name")));
        Assert.Equal(
            (entity.Kind + "List", entity.Kind.ToLowerInvariant()),
            (crd.Document.Text("spec", "names", "listKind"), crd.Document.Text("spec", "names", "singular")));
    }

    [Fact]
    public void On_how_many_kinds_there_are()
    {
        var files = YamlNodes.Load(Repository.PathOf("config", "crd", "kustomization.yaml")).Texts("resources");
        var kinds = typeof(ClusterCodeApi).Assembly.GetTypes().Where(type => type.GetCustomAttribute<KubernetesEntityAttribute>() is not null);

        Assert.Equal(kinds.Select(kind => Path.GetFileName(Crd.FileOf(kind))).Order(), files.Order());
        Assert.Equal(files.Order(), Directory.GetFiles(Repository.PathOf("config", "crd")).Select(Path.GetFileName).Except(["kustomization.yaml"]).Order());
    }
}
