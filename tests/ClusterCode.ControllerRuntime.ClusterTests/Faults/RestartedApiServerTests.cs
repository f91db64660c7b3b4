using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.ClusterTests.Support;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>The API server goes away and comes back, with another memory of the past.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class RestartedApiServerTests(ControlPlaneFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_restart_and_a_compaction_lose_no_change()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var maps = new ConfigMaps(fixture.Plane.Client, "restart");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(fixture.Plane.Kubeconfig)));
        builder.Services.AddKubernetesOperator().AddInformer(ResourceDefinition.For<V1ConfigMap>(), options => options.LabelSelector = maps.Selector);
        using var host = builder.Build();
        var informer = host.Services.GetRequiredService<IInformer<V1ConfigMap>>();
        var handler = new MirroringHandler();
        informer.AddHandler(handler);
        await host.StartAsync(deadline.Token);
        await informer.WaitForSyncAsync(deadline.Token);

        await maps.CreateAsync("before", deadline.Token);
        await handler.ToldOfAsync(maps["before"], deadline.Token);
        await fixture.Plane.StopApiServerAsync();
        await fixture.Plane.CompactAsync(deadline.Token);
        await fixture.Plane.StartMissingAsync();
        await maps.CreateAsync("after", deadline.Token);
        await maps.DeleteAsync("before", deadline.Token);

        await handler.ToldOfAsync(maps["after"], deadline.Token);
        await handler.ToldGoneAsync(maps["before"], deadline.Token);
        Assert.Equal([maps["after"]], informer.Store.List().Select(map => map.Metadata.Name));
        Assert.Empty(handler.Contradictions);
        await host.StopAsync(deadline.Token);
    }
}
