using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

public sealed class FinalizerChainTests : IAsyncLifetime
{
    private static readonly ResourceDefinition<Widget> Definition = ResourceDefinition.For<Widget>();

    private readonly WidgetFinalizer _first = new();
    private readonly WidgetFinalizer _second = new();
    private OperatorFixture _fixture = null!;

    private IApiClient Client => _fixture.Services.GetRequiredService<IApiClient>();

    public async Task InitializeAsync() => _fixture = await OperatorFixture.CreateAsync(_ => { });

    [Fact]
    public async Task Each_is_run_in_order_and_a_failure_keeps_the_later_ones()
    {
        var widget = await PutAsync("foreign/x", "example.com/1", "example.com/2");
        var fail = true;
        _second.OnFinalize = (_, entity) => fail ? ReconciliationResult<Widget>.Failure(entity, "not yet") : ReconciliationResult<Widget>.Success(entity);
        Assert.Equal("not yet", (await Chain().FinalizeAsync(widget, default)).FailureMessage);
        Assert.Equal(["foreign/x", "example.com/2"], Finalizers());
        fail = false;
        // The cache still shows the state from before.
        Assert.Null((await Chain().FinalizeAsync(widget, default)).FailureMessage);
        Assert.Equal(["foreign/x"], Finalizers());
        Assert.Equal((1, 2), (_first.Calls, _second.Calls));
        await Chain().FinalizeAsync(widget, default);
        Assert.Equal((1, 2), (_first.Calls, _second.Calls));
    }

    [Fact]
    public async Task Another_object_of_the_same_name_is_left_alone()
    {
        var widget = await PutAsync("example.com/1");
        _first.OnFinalize = (_, entity) =>
        {
            _fixture.Server.Delete(Widget.Collection, "n", "a");
            _fixture.PutWidget("a", 1, other => other["metadata"]!["finalizers"] = new JsonArray("example.com/1"));
            return ReconciliationResult<Widget>.Success(entity);
        };
        await Chain().FinalizeAsync(widget, default);
        Assert.Equal(["example.com/1"], Finalizers());
        await Chain().FinalizeAsync(widget, default);
        Assert.Equal(1, _first.Calls);
    }

    [Fact]
    public async Task Others_may_change_the_list_meanwhile()
    {
        var widget = await PutAsync("foreign/x", "example.com/1", "foreign/y");
        _first.OnFinalize = (_, entity) =>
        {
            _fixture.Server.Put(Widget.Collection, "n", "a", stored => stored["metadata"]!["finalizers"] = new JsonArray("example.com/1", "foreign/y"));
            return ReconciliationResult<Widget>.Success(entity);
        };
        await Chain().FinalizeAsync(widget, default);
        Assert.Equal(["foreign/y"], Finalizers());
    }

    [Fact]
    public async Task An_object_that_its_schema_no_longer_allows_is_no_quiet_conflict()
    {
        var widget = await PutAsync("example.com/1");
        _fixture.Server.FailWith(request => request.Method == "PATCH", 422, "Invalid", "spec.size: Required value");
        var error = await Assert.ThrowsAsync<ApiStatusException>(() => Chain().FinalizeAsync(widget, default));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, error.StatusCode);
        Assert.Contains("spec.size", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_is_gone_needs_nothing_more()
    {
        var widget = await PutAsync("example.com/1");
        _first.OnFinalize = (_, entity) =>
        {
            _fixture.Server.Delete(Widget.Collection, "n", "a");
            return ReconciliationResult<Widget>.Success(entity);
        };
        Assert.Equal(default, await Chain().FinalizeAsync(widget, default));
        Assert.Equal(default, await Chain().FinalizeAsync(widget, default));
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => Chain().AttachAsync(widget, default))).IsConflict);
    }

    [Fact]
    public async Task To_attach_to_what_has_changed_is_a_conflict()
    {
        _fixture.PutWidget("a", 1, stored => stored["metadata"]!["finalizers"] = new JsonArray("foreign/x"));
        var widget = (await Client.GetAsync(Definition, new ObjectKey("n", "a"), default))!;
        _fixture.Server.Put(Widget.Collection, "n", "a", stored => stored["metadata"]!["deletionTimestamp"] = "2026-11-22T12:00:00Z");
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => Chain().AttachAsync(widget, default))).IsConflict);
        Assert.Equal(["foreign/x"], Finalizers());
    }

    [Fact]
    public void Two_of_one_name_are_a_mistake() =>
        Assert.Contains("example.com/1", Assert.Throws<ArgumentException>(() => new FinalizerChain<Widget>(Client, Definition, [("example.com/1", _first), ("example.com/1", _second)])).Message, StringComparison.Ordinal);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    private FinalizerChain<Widget> Chain() => new(Client, Definition, [("example.com/1", _first), ("example.com/2", _second)]);

    private async Task<Widget> PutAsync(params string[] finalizers)
    {
        _fixture.PutWidget("a", 1, widget =>
        {
            widget["metadata"]!["deletionTimestamp"] = "2026-11-22T12:00:00Z";
            widget["metadata"]!["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => (JsonNode)finalizer)]);
        });
        return (await Client.GetAsync(Definition, new ObjectKey("n", "a"), default))!;
    }

    private string[] Finalizers() =>
        [.. _fixture.Server.Find(Widget.Collection, "n", "a")!["metadata"]!["finalizers"]!.AsArray().Select(node => node!.GetValue<string>())];
}
