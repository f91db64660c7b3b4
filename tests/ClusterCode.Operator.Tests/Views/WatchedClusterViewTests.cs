using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Operator.Resources;
using ClusterCode.Operator.Tests.Support;
using ClusterCode.Operator.Views;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Views;

public sealed class WatchedClusterViewTests
{
    private readonly FakeInformer<V1Deployment> _deployments = new(Definitions.Deployments, new Indexer<V1Deployment>(WatchedClusterView.ByNamespace, d => [d.Metadata.NamespaceProperty]));
    private readonly FakeInformer<V1Service> _services = new(Definitions.Services, new Indexer<V1Service>(WatchedClusterView.ByNamespace, s => [s.Metadata.NamespaceProperty]));
    private readonly FakeClusterView _live = new();
    private readonly WatchedClusterView _view;

    public WatchedClusterViewTests() => _view = new WatchedClusterView(_live, _deployments.Store, _services.Store);

    [Fact]
    public async Task A_cached_Deployment_costs_no_request()
    {
        _deployments.Objects.Put(new V1Deployment { Metadata = Meta("checkout") });
        Assert.Equal("checkout", (await _view.GetAsync<V1Deployment>("shop", "checkout", CancellationToken.None)).Value!.Metadata.Name);
        Assert.Empty(_live.Requests);
    }

    [Fact]
    public async Task Only_the_server_can_say_that_something_does_not_exist()
    {
        Assert.True((await _view.GetAsync<V1Deployment>("shop", "new", CancellationToken.None)).IsMissing);
        Assert.Equal(["get V1Deployment shop/new"], _live.Requests);
    }

    [Fact]
    public async Task The_Services_of_a_namespace_are_listed_from_the_cache_and_no_other_namespaces()
    {
        _services.Objects.Put(new V1Service { Metadata = Meta("front") });
        _services.Objects.Put(new V1Service { Metadata = new V1ObjectMeta { Name = "other", NamespaceProperty = "bank" } });
        Assert.Equal(["front"], (await _view.ListAsync<V1Service>("shop", ListQuery.All, CancellationToken.None)).Value!.Select(s => s.Metadata.Name));
        Assert.Empty(_live.Requests);
    }

    [Fact]
    public async Task A_list_by_selector_and_other_kinds_go_to_the_server()
    {
        await _view.ListAsync<V1Service>("shop", new ListQuery("app=a"), CancellationToken.None);
        await _view.ListAsync<V1Pod>("shop", ListQuery.All, CancellationToken.None);
        await _view.GetAsync<V1Node>(null, "n", CancellationToken.None);
        Assert.Equal(["list V1Service shop", "list V1Pod shop", "get V1Node /n"], _live.Requests);
    }

    [Fact]
    public void A_cached_Deployment_keeps_of_annotations_and_template_what_tells_its_revision_its_Service_and_its_account()
    {
        var reduced = WatchedModels.Reduce(new V1Deployment
        {
            Metadata = new V1ObjectMeta
            {
                Name = "a", Annotations = new Dictionary<string, string> { ["a"] = "b", ["deployment.kubernetes.io/revision"] = "7" }, ManagedFields = [new V1ManagedFieldsEntry()],
                Labels = new Dictionary<string, string> { ["l"] = "v" },
            },
            Spec = new V1DeploymentSpec
            {
                Replicas = 3,
                Selector = new V1LabelSelector(),
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "a" } },
                    Spec = new V1PodSpec
                    {
                        ServiceAccountName = "a",
                        Containers = [new V1Container { Name = "app", Image = "app:1", Env = [new V1EnvVar { Name = "A", Value = "b" }] }],
                    },
                },
            },
        });
        Assert.Null(reduced.Metadata.ManagedFields);
        Assert.Equal("7", Assert.Single(reduced.Metadata.Annotations).Value);
        Assert.Equal((3, "v", "a"), (reduced.Spec.Replicas, reduced.Metadata.Labels["l"], reduced.Spec.Template.Metadata.Labels["app"]));
        var container = Assert.Single(reduced.Spec.Template.Spec.Containers);
        Assert.Equal(("a", "app:1", null), (reduced.Spec.Template.Spec.ServiceAccountName, container.Image, container.Env));
    }

    private static V1ObjectMeta Meta(string name) => new() { Name = name, NamespaceProperty = "shop" };
}
