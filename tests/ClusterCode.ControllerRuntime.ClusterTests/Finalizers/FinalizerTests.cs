using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.ClusterTests.Support;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Resources;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClusterCode.ControllerRuntime.ClusterTests.Finalizers;

[Collection(ControlPlaneCollection.Name)]
public sealed class FinalizerTests(ControlPlaneFixture fixture) : IAsyncLifetime, IDisposable
{
    private const string First = "runtime.test/first";
    private const string Second = "runtime.test/second";
    private const string Foreign = "elsewhere.test/foreign";

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));
    private readonly string _name = $"g{Guid.NewGuid():N}";

    private CancellationToken Deadline => _deadline.Token;

    public async Task InitializeAsync()
    {
        try
        {
            await fixture.Plane.Client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(Gadget.Definition);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            // A test before this one made it.
        }

        while (!await CanBeListedAsync())
            await Task.Delay(50, Deadline);
    }

    [Fact]
    public async Task They_are_attached_first_retried_until_they_succeed_and_removed_one_by_one_also_by_the_next_process()
    {
        using var first = await StartAsync();
        var (controller, one, two) = Parts(first);
        one.MustFail = call => call <= 6;
        two.MustFail = _ => true;
        await CreateAsync(Foreign);
        await UntilAsync(() => controller.Calls.Any(call => call.Name == _name), "it is reconciled");
        Assert.Equal([Foreign, First, Second], controller.Calls.First(call => call.Name == _name).Finalizers);

        await fixture.Plane.Client.CustomObjects.DeleteNamespacedCustomObjectAsync("runtime.test", "v1", "default", "gadgets", _name, cancellationToken: Deadline);
        await UntilAsync(() => two.Calls >= 3, "the second is retried");
        Assert.Equal((7, 1), (one.Calls, one.Finished.Count));
        Assert.Equal([Foreign, Second], (await FinalizersAsync())!);
        await first.StopAsync(Deadline);

        // Restarted in the middle: what was done is not done again.
        using var next = await StartAsync();
        var (_, oneAgain, twoAgain) = Parts(next);
        await UntilAsync(() => !twoAgain.Finished.IsEmpty, "the second succeeds");
        while (await FinalizersAsync() is not [Foreign])
            await Task.Delay(50, Deadline);
        Assert.Equal((0, 1), (oneAgain.Calls, twoAgain.Calls));

        await fixture.Plane.Client.CustomObjects.PatchNamespacedCustomObjectAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "runtime.test", "v1", "default", "gadgets", _name, cancellationToken: Deadline);
        while (await FinalizersAsync() is not null)
            await Task.Delay(50, Deadline);
        await next.StopAsync(Deadline);
    }

    [Fact]
    public async Task None_is_attached_to_what_is_being_deleted_already()
    {
        using var host = await StartAsync(start: false);
        var client = host.Services.GetRequiredService<IApiClient>();
        var definition = ResourceDefinition.For<Gadget>();
        await CreateAsync(Foreign);
        var known = (await client.GetAsync(definition, new ObjectKey("default", _name), Deadline))!;
        await client.DeleteAsync(definition, new ObjectKey("default", _name), null, Deadline);

        var finalizer = new GadgetFinalizer();
        var chain = new FinalizerChain<Gadget>(client, definition, [(First, finalizer)]);
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => chain.AttachAsync(known, Deadline))).IsConflict);
        Assert.Equal([Foreign], (await FinalizersAsync())!);

        // Another of the same name, with a finalizer at the same place, is not the one that was cleaned up.
        await RemoveAllAsync();
        await CreateAsync(First);
        known.Metadata.Finalizers = [First];
        Assert.Equal(default, await chain.FinalizeAsync(known, Deadline));
        Assert.Equal((0, 1), (finalizer.Calls, (await FinalizersAsync())!.Length));
        await RemoveAllAsync();
    }

    [Fact]
    public async Task One_that_others_move_while_it_runs_is_still_the_only_one_removed()
    {
        using var host = await StartAsync(start: false);
        var client = host.Services.GetRequiredService<IApiClient>();
        var definition = ResourceDefinition.For<Gadget>();
        await CreateAsync(Foreign, First, "elsewhere.test/last");
        await client.DeleteAsync(definition, new ObjectKey("default", _name), null, Deadline);
        var known = (await client.GetAsync(definition, new ObjectKey("default", _name), Deadline))!;
        var finalizer = new GadgetFinalizer { Meanwhile = () => PatchFinalizersAsync(First, "elsewhere.test/last") };
        await new FinalizerChain<Gadget>(client, definition, [(First, finalizer)]).FinalizeAsync(known, Deadline);
        Assert.Equal(["elsewhere.test/last"], (await FinalizersAsync())!);
        await PatchFinalizersAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();

    private async Task<IHost> StartAsync(bool start = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(fixture.Plane.Kubeconfig)));
        builder.Services.AddKubernetesOperator()
            .AddController<GadgetController, Gadget>()
            .AddFinalizer<GadgetFinalizer, Gadget>(First)
            .AddFinalizer<LaterGadgetFinalizer, Gadget>(Second);
        var host = builder.Build();
        if (start)
            await host.StartAsync(Deadline);
        return host;
    }

    private static (GadgetController Controller, GadgetFinalizer First, LaterGadgetFinalizer Second) Parts(IHost host) =>
        (host.Services.GetRequiredService<GadgetController>(), host.Services.GetRequiredService<GadgetFinalizer>(), host.Services.GetRequiredService<LaterGadgetFinalizer>());

    private Task<object> CreateAsync(params string[] finalizers) => fixture.Plane.Client.CustomObjects.CreateNamespacedCustomObjectAsync(
        new Gadget { Metadata = new V1ObjectMeta { Name = _name, Finalizers = finalizers } }, "runtime.test", "v1", "default", "gadgets", cancellationToken: Deadline);

    private Task<object> PatchFinalizersAsync(params string[] finalizers) => fixture.Plane.Client.CustomObjects.PatchNamespacedCustomObjectAsync(
        new V1Patch(new Gadget { Metadata = new V1ObjectMeta { Finalizers = finalizers } }, V1Patch.PatchType.MergePatch), "runtime.test", "v1", "default", "gadgets", _name, cancellationToken: Deadline);

    private async Task RemoveAllAsync()
    {
        await fixture.Plane.Client.CustomObjects.DeleteNamespacedCustomObjectAsync("runtime.test", "v1", "default", "gadgets", _name, cancellationToken: Deadline);
        await PatchFinalizersAsync();
        while (await FinalizersAsync() is not null)
            await Task.Delay(50, Deadline);
    }

    /// <summary>Null when the object is gone.</summary>
    private async Task<string[]?> FinalizersAsync()
    {
        try
        {
            var gadget = await fixture.Plane.Client.CustomObjects.GetNamespacedCustomObjectAsync<Gadget>("runtime.test", "v1", "default", "gadgets", _name, Deadline);
            return [.. gadget.Metadata.Finalizers ?? []];
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<bool> CanBeListedAsync()
    {
        try
        {
            await fixture.Plane.Client.CustomObjects.ListNamespacedCustomObjectAsync("runtime.test", "v1", "default", "gadgets", cancellationToken: Deadline);
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task UntilAsync(Func<bool> condition, string what)
    {
        while (!condition())
        {
            try
            {
                await Task.Delay(20, Deadline);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"In time it never came true that {what}.");
            }
        }
    }
}
