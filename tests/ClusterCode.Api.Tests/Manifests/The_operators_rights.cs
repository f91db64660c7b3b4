using ClusterCode.Api.Tests.Contract;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Manifests;

public sealed class The_operators_rights
{
    private static readonly IReadOnlyList<Manifest> Rbac = Manifest.InKustomization("config", "rbac");

    private static readonly IReadOnlyList<YamlNode> ClusterWide = Rbac.Single(role => role is { Kind: "ClusterRole", Name: "cluster-code-operator" }).Rules;

    private static readonly IReadOnlyList<YamlNode> InItsNamespace = Rbac.Single(role => role is { Kind: "Role" }).Rules;

    [Fact]
    public void Name_no_wildcard() =>
        Assert.All(Rbac.SelectMany(role => role.Rules), rule =>
            Assert.DoesNotContain("*", rule.Texts("apiGroups").Concat(rule.Texts("resources")).Concat(rule.Texts("verbs"))));

    [Fact]
    public void Reach_no_Secret_outside_its_namespace_and_list_none_anywhere()
    {
        Assert.DoesNotContain("secrets", ClusterWide.SelectMany(rule => rule.Texts("resources")));
        Assert.Equal(["get"], InItsNamespace.Single(rule => rule.Texts("resources").Contains("secrets")).Texts("verbs"));
    }

    [Fact]
    public void Write_only_diagnoses_statuses_events_and_its_lease()
    {
        var writes = ClusterWide.Concat(InItsNamespace)
            .SelectMany(rule => rule.Texts("verbs").Except(["get", "list", "watch"]).SelectMany(verb => rule.Texts("resources").Select(resource => $"{verb} {resource}")))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "create diagnosisrequests", "create events", "create leases", "delete diagnosisrequests", "patch diagnosispolicies/status", "patch diagnosisrequests", "patch diagnosisrequests/status",
                "patch events", "patch leases", "patch llmbackends/status", "patch llmroutes/status", "update diagnosispolicies/status", "update diagnosisrequests/status",
                "update llmbackends/status", "update llmroutes/status",
            ],
            writes);
    }

    [Fact]
    public void Are_bound_to_its_service_account()
    {
        var account = Rbac.Single(manifest => manifest.Kind == "ServiceAccount");

        foreach (var kind in new[] { "ClusterRole", "Role" })
        {
            var binding = Rbac.Single(manifest => manifest.Kind == kind + "Binding").Node;
            var subject = Assert.Single(binding.Items("subjects"));
            Assert.Equal((kind, "cluster-code-operator"), (binding.Text("roleRef", "kind"), binding.Text("roleRef", "name")));
            Assert.Equal(("ServiceAccount", account.Name, account.Node.Text("metadata", "namespace")), (subject.Text("kind"), subject.Text("name"), subject.Text("namespace")));
        }
    }

    [Theory]
    [InlineData("view", "get list watch", "diagnosisrequests llmbackends llmroutes")]
    [InlineData("edit", "create update patch delete deletecollection", "diagnosisrequests")]
    [InlineData("admin", "create update patch delete deletecollection", "llmbackends llmroutes")]
    public void Of_people_are_aggregated_to_the_roles_that_every_cluster_has(string role, string verbs, string resources)
    {
        var aggregated = Rbac.Single(manifest => manifest.Name == $"cluster-code-{role}");
        var rule = Assert.Single(aggregated.Rules);

        Assert.Equal("true", aggregated.Node.Text("metadata", "labels", $"rbac.authorization.k8s.io/aggregate-to-{role}"));
        Assert.Equal(verbs.Split(' '), rule.Texts("verbs"));
        Assert.Equal(resources.Split(' '), rule.Texts("resources"));
    }
}
