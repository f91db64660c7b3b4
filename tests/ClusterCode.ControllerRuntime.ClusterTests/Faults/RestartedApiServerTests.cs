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
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(fixture.Plane.Kubeconfig)));
        builder.Services.AddKubernetesOperator().AddInformer(ResourceDefinition.For<V1ConfigMap>(), options => options.LabelSelector = "test=restart");
        using var host = builder.Build();
        await host.StartAsync(deadline.Token);
        var informer = host.Services.GetRequiredService<IInformer<V1ConfigMap>>();
        await informer.WaitForSyncAsync(deadline.Token);

        await CreateAsync("before", deadline.Token);
        await fixture.Plane.StopApiServerAsync();
        await fixture.Plane.CompactAsync(deadline.Token);
        await fixture.Plane.StartMissingAsync();
        await CreateAsync("after", deadline.Token);
        await fixture.Plane.Client.CoreV1.DeleteNamespacedConfigMapAsync("before", "default", cancellationToken: deadline.Token);

        while (informer.Store.List() is not [{ Metadata.Name: "after" }])
            await Task.Delay(50, deadline.Token);
        await host.StopAsync(deadline.Token);
    }

    private Task<V1ConfigMap> CreateAsync(string name, CancellationToken cancellationToken) => fixture.Plane.Client.CoreV1.CreateNamespacedConfigMapAsync(
        new V1ConfigMap { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["test"] = "restart" } } }, "default", cancellationToken: cancellationToken);
}
