using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Conditions;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterCode.ControllerRuntime.Tests.Status;

public sealed class StatusWriterTests
{
    private static readonly ResourceDefinition<Widget> Definition = ResourceDefinition.For<Widget>();
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_differs_is_written_by_one_patch_under_a_precondition()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        fixture.PutWidget("a", 1, widget => widget["status"] = new JsonObject { ["phase"] = "Old", ["count"] = 3, ["unknownToTheClass"] = "stays" });
        var original = await ReadAsync(fixture);
        var written = await Writer(fixture).WriteAsync(Definition, original, new WidgetStatus("New", null, ConditionSet.Set(null, "Ready", ConditionStatus.True, "Done", "all is well", 1, Now)), default);

        Assert.Equal("New", written.Status!.Phase);
        Assert.NotEqual(original.Metadata.ResourceVersion, written.Metadata.ResourceVersion);
        var request = Assert.Single(fixture.Server.Requests, request => request.Method == "PATCH");
        Assert.Equal("apis/example.com/v1/namespaces/n/widgets/a/status", request.Path);
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal($$"""{"resourceVersion":"{{original.Metadata.ResourceVersion}}","uid":"{{original.Metadata.Uid}}"}""", body["metadata"]!.ToJsonString());
        Assert.Equal(["conditions", "count", "phase"], body["status"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        var stored = fixture.Server.Find(Widget.Collection, "n", "a")!["status"]!.AsObject();
        Assert.Equal("stays", stored["unknownToTheClass"]!.GetValue<string>());
        Assert.False(stored.ContainsKey("count"));
    }

    [Fact]
    public async Task Nothing_is_sent_when_nothing_differs()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        fixture.PutWidget("a", 1);
        var status = new WidgetStatus("Ready", 2, ConditionSet.Set(null, "Ready", ConditionStatus.True, "Done", "", 1, Now.AddMilliseconds(500)));
        var written = await Writer(fixture).WriteAsync(Definition, await ReadAsync(fixture), status, default);
        var same = status with { Conditions = ConditionSet.Set(written.Status!.Conditions, "Ready", ConditionStatus.True, "Done", "", 1, Now.AddHours(1)) };
        Assert.Same(written, await Writer(fixture).WriteAsync(Definition, written, same, default));
        Assert.Single(fixture.Server.Requests, request => request.Method == "PATCH");
    }

    [Fact]
    public async Task Whoever_comes_second_gets_a_conflict()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        fixture.PutWidget("a", 1);
        var stale = await ReadAsync(fixture);
        fixture.PutWidget("a", 2);
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => Writer(fixture).WriteAsync(Definition, stale, new WidgetStatus("New"), default))).IsConflict);
    }

    [Fact]
    public async Task An_object_that_is_gone_or_another_by_now_gets_no_status()
    {
        await using var fixture = await OperatorFixture.CreateAsync(_ => { });
        fixture.PutWidget("a", 1);
        var original = await ReadAsync(fixture);
        fixture.Server.Delete(Widget.Collection, "n", "a");
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => Writer(fixture).WriteAsync(Definition, original, new WidgetStatus("New"), default))).IsNotFound);
        fixture.PutWidget("a", 1);
        Assert.True((await Assert.ThrowsAsync<ApiStatusException>(() => Writer(fixture).WriteAsync(Definition, original, new WidgetStatus("New"), default))).IsConflict);
        Assert.Null(fixture.Server.Find(Widget.Collection, "n", "a")!["status"]);
    }

    private static IStatusWriter Writer(OperatorFixture fixture) => fixture.Services.GetRequiredService<IStatusWriter>();

    private static async Task<Widget> ReadAsync(OperatorFixture fixture) =>
        (await fixture.Services.GetRequiredService<IApiClient>().GetAsync(Definition, new ObjectKey("n", "a"), default))!;
}
