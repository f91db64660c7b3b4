using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

public sealed class EntityControllerTests
{
    [Fact]
    public async Task Every_state_is_reconciled_and_a_deletion_is_told()
    {
        await using var fixture = await StartAsync(prepare: server => OperatorFixture.PutWidget(server, "a", 1));
        await fixture.CalledAsync("a=1");
        fixture.PutWidget("a", 2);
        await fixture.CalledAsync("a=1", "a=2");
        fixture.Server.Delete(Widget.Collection, "n", "a");
        await fixture.CalledAsync("a=1", "a=2", "-a");
    }

    [Fact]
    public async Task The_entity_is_a_copy_that_may_be_changed()
    {
        await using var fixture = await StartAsync();
        fixture.Controller.OnReconcile = (widget, _) =>
        {
            widget.Spec = new WidgetSpec(99);
            return Task.FromResult(ReconciliationResult<Widget>.Success(widget));
        };
        fixture.PutWidget("a", 1);
        await fixture.CalledAsync("a=1");
        Assert.Equal(1, fixture.Services.GetRequiredService<ClusterCode.ControllerRuntime.Caching.IStore<Widget>>().Get(new ObjectKey("n", "a"))!.Spec.Size);
    }

    [Fact]
    public async Task Exceptions_and_failures_are_retried_for_ever_and_success_forgets_them()
    {
        await using var fixture = await StartAsync();
        var calls = 0;
        fixture.Controller.OnReconcile = (widget, _) => ++calls switch
        {
            < 15 => throw new InvalidOperationException("on purpose"),
            < 25 => Task.FromResult(ReconciliationResult<Widget>.Failure(widget, "not yet")),
            _ => Task.FromResult(ReconciliationResult<Widget>.Success(widget)),
        };
        fixture.PutWidget("a", 1);
        // Time may fly only once the caches are full, which must happen within two minutes.
        await Eventually.TrueAsync(() => calls > 0, "it is called");
        await fixture.Clock.AdvanceUntilAsync(() => calls == 25, "it succeeds in the end", TimeSpan.FromSeconds(1000));
        Assert.Contains(fixture.Log.GetSnapshot(), record => record.Level == LogLevel.Error && record.Message == "widget: n/a failed and will be tried again: not yet");
    }

    [Fact]
    public async Task A_terminal_error_is_left_alone_until_the_entity_changes()
    {
        await using var fixture = await StartAsync();
        fixture.Controller.OnReconcile = (widget, _) => widget.Spec.Size == 1
            ? throw new TerminalException("spec.size must not be 1")
            : Task.FromResult(ReconciliationResult<Widget>.Success(widget));
        fixture.PutWidget("a", 1);
        await fixture.CalledAsync("a=1");
        await Eventually.TrueAsync(() => fixture.Log.GetSnapshot().Any(record => record.Message.Contains("left alone", StringComparison.Ordinal)), "it is logged");
        fixture.Clock.Advance(TimeSpan.FromMinutes(4));
        fixture.PutWidget("a", 2);
        await fixture.CalledAsync("a=1", "a=2");
    }

    [Fact]
    public async Task A_conflict_is_retried_quietly()
    {
        await using var fixture = await StartAsync();
        var calls = 0;
        fixture.Controller.OnReconcile = (widget, _) => ++calls == 1
            ? throw new ApiStatusException(HttpStatusCode.Conflict, "Conflict", "the object has been modified")
            : Task.FromResult(ReconciliationResult<Widget>.Success(widget));
        fixture.PutWidget("a", 1);
        await Eventually.TrueAsync(() => calls > 0, "it is called");
        await fixture.Clock.AdvanceUntilAsync(() => calls == 2, "it is retried", TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(fixture.Log.GetSnapshot(), record => record.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_comes_again_after_the_time_that_was_asked_for(bool isSuccess)
    {
        await using var fixture = await StartAsync();
        fixture.Controller.OnReconcile = (widget, _) => Task.FromResult(isSuccess
            ? ReconciliationResult<Widget>.Success(widget, TimeSpan.FromMinutes(5))
            : ReconciliationResult<Widget>.Failure(widget, "wait", requeueAfter: TimeSpan.FromMinutes(5)));
        fixture.PutWidget("a", 1);
        await fixture.CalledAsync("a=1");
        var start = fixture.Clock.GetUtcNow();
        await fixture.Clock.AdvanceUntilAsync(() => fixture.Controller.Calls.Length == 2, "it comes again", TimeSpan.FromMinutes(1));
        Assert.True(fixture.Clock.GetUtcNow() - start >= TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task One_entity_is_never_reconciled_twice_at_once_and_others_go_on_meanwhile()
    {
        await using var fixture = await StartAsync(options => options.MaxConcurrentReconciles = 3);
        var gate = new TaskCompletionSource();
        fixture.Controller.OnReconcile = async (widget, _) =>
        {
            if (widget.Metadata.Name == "slow")
                await gate.Task;
            return ReconciliationResult<Widget>.Success(widget);
        };
        fixture.PutWidget("slow", 1);
        await fixture.CalledAsync("slow=1");
        fixture.PutWidget("slow", 2);
        fixture.PutWidget("slow", 3);
        fixture.PutWidget("quick", 1);
        await fixture.CalledAsync("slow=1", "quick=1");
        gate.SetResult();
        await fixture.CalledAsync("slow=1", "quick=1", "slow=3");
    }

    [Fact]
    public async Task A_predicate_filters_updates_but_not_the_beginning_of_a_deletion()
    {
        await using var fixture = await StartAsync(options => options.Predicate = Predicates.Or<Widget>(
            Predicates.GenerationChanged,
            Predicates.AnnotationChanged<Widget>("example.com/again")));
        fixture.PutWidget("a", 1);
        await fixture.CalledAsync("a=1");
        fixture.PutWidget("a", 1, widget => widget["status"] = new JsonObject { ["phase"] = "Ignored" });
        fixture.PutWidget("a", 1, widget => widget["metadata"]!["annotations"] = new JsonObject { ["example.com/again"] = "1" });
        await fixture.CalledAsync("a=1", "a=1");
        fixture.PutWidget("a", 2);
        await fixture.CalledAsync("a=1", "a=1", "a=2");
    }

    [Fact]
    public async Task Finalizers_are_attached_before_the_controller_sees_the_entity_and_run_when_it_is_deleted()
    {
        await using var fixture = await OperatorFixture.StartAsync(builder => builder.AddController<WidgetController, Widget>().AddFinalizer<WidgetFinalizer, Widget>(WidgetFinalizer.Identifier));
        fixture.Finalizer.OnFinalize = (call, widget) => call switch
        {
            1 => throw new InvalidOperationException("on purpose"),
            2 => ReconciliationResult<Widget>.Success(widget, requeueAfter: TimeSpan.FromSeconds(1)),
            _ => ReconciliationResult<Widget>.Success(widget),
        };
        IList<string>? seen = null;
        fixture.Controller.OnReconcile = (widget, _) =>
        {
            seen ??= widget.Metadata.Finalizers;
            return Task.FromResult(ReconciliationResult<Widget>.Success(widget));
        };
        fixture.PutWidget("a", 1, widget => widget["metadata"]!["finalizers"] = new JsonArray("example.com/other"));
        await Eventually.TrueAsync(() => seen is not null, "the controller is called");
        Assert.Equal(["example.com/other", WidgetFinalizer.Identifier], seen);

        fixture.PutWidget("a", 1, widget => widget["metadata"]!["deletionTimestamp"] = "2026-11-22T12:00:00Z");
        await fixture.Clock.AdvanceUntilAsync(() => Finalizers(fixture) is ["example.com/other"], "its own finalizer is removed, the other stays");
        Assert.Equal(3, fixture.Finalizer.Calls);
        Assert.DoesNotContain("-a", fixture.Controller.Calls);

        fixture.Server.Delete(Widget.Collection, "n", "a");
        await Eventually.TrueAsync(() => fixture.Controller.Calls[^1] == "-a", "the deletion is told");

        static string[]? Finalizers(OperatorFixture fixture) =>
            fixture.Server.Find(Widget.Collection, "n", "a")?["metadata"]!["finalizers"]?.AsArray().Select(node => node!.GetValue<string>()).ToArray();
    }

    [Fact]
    public async Task What_is_watched_and_owned_brings_the_entity_round_again()
    {
        await using var fixture = await OperatorFixture.StartAsync(
            builder => builder
                .AddInformer(ResourceDefinition.For<V1ConfigMap>())
                .AddInformer(ResourceDefinition.For<V1Secret>())
                .AddController<WidgetController, Widget>(options => options
                    .Owns<V1ConfigMap>()
                    .Watches<V1Secret>(secret => [new ObjectKey(secret.Metadata.NamespaceProperty, secret.Metadata.Labels["widget"])])),
            server => OperatorFixture.PutWidget(server, "a", 1));
        await fixture.CalledAsync("a=1");
        fixture.Server.Put("api/v1/configmaps", "n", "child", map => map["metadata"]!["ownerReferences"] = new JsonArray(
            new JsonObject { ["apiVersion"] = "example.com/v1beta1", ["kind"] = "Widget", ["name"] = "a", ["uid"] = "u", ["controller"] = true }));
        await fixture.CalledAsync("a=1", "a=1");
        fixture.Server.Put("api/v1/secrets", "n", "s", secret => secret["metadata"]!["labels"] = new JsonObject { ["widget"] = "a" });
        await fixture.CalledAsync("a=1", "a=1", "a=1");
        fixture.Server.Put("api/v1/configmaps", "n", "stranger", map => map["metadata"]!["ownerReferences"] = new JsonArray(
            new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Widget", ["name"] = "a", ["uid"] = "u", ["controller"] = true }));
        fixture.PutWidget("a", 2);
        await fixture.CalledAsync("a=1", "a=1", "a=1", "a=2");
    }

    private static Task<OperatorFixture> StartAsync(Action<ControllerOptions<Widget>>? configure = null, Action<FakeApiServer>? prepare = null) =>
        OperatorFixture.StartAsync(
            builder => builder.AddController<WidgetController, Widget>(configure),
            prepare);
}
