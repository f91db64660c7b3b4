using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Dialects;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.Llm.Tests.Dialects;

public sealed class RequestProfileTests
{
    private static readonly RequestProfile Learnt = new(SchemaMode.JsonObject, MaxTokensField.MaxCompletionTokens, ["seed", "tools"]);

    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(nameof(SchemaMode.JsonSchema), nameof(MaxTokensField.MaxTokens))]
    [InlineData(nameof(SchemaMode.JsonObject), nameof(MaxTokensField.MaxCompletionTokens), "seed", "tools")]
    [InlineData(nameof(SchemaMode.Plain), nameof(MaxTokensField.MaxTokens))]
    [InlineData(nameof(SchemaMode.JsonSchema), nameof(MaxTokensField.MaxCompletionTokens))]
    [InlineData(nameof(SchemaMode.JsonSchema), nameof(MaxTokensField.MaxTokens), "top_p")]
    public void What_was_learnt_can_be_told_by_what_the_status_says(string schema, string maxTokens, params string[] dropped)
    {
        var profile = new RequestProfile(Enum.Parse<SchemaMode>(schema), Enum.Parse<MaxTokensField>(maxTokens), [.. dropped]);
        Assert.Equal(Text(profile), Text(RequestProfile.Of(profile.Correct(new LlmCapabilities { JsonSchema = true }))));
    }

    [Fact]
    public void Rejections_correct_what_the_server_says()
    {
        var corrected = Learnt.Correct(new LlmCapabilities { JsonSchema = true, Tools = true, Streaming = true })!;
        Assert.Equal((false, true, "max_completion_tokens", false, true), (corrected.JsonSchema, corrected.JsonObject, corrected.MaxTokensField, corrected.Tools, corrected.Streaming));
        Assert.Equal(["seed", "tools"], corrected.RejectedFields!);
    }

    [Fact]
    public void Without_rejections_what_the_server_says_stands()
    {
        var said = new LlmCapabilities { JsonSchema = true };
        Assert.Same(said, RequestProfile.Initial.Correct(said));
        Assert.Null(RequestProfile.Initial.Correct(null));
    }

    [Fact]
    public void A_server_of_another_version_is_not_held_to_what_the_last_one_rejected()
    {
        var store = new RequestProfileStore(Learnt, "1.0", time);
        store.ServerIs("1.0");
        store.ServerIs(null);
        Assert.Same(Learnt, store.Current);
        store.ServerIs("1.1");
        Assert.Same(RequestProfile.Initial, store.Current);
    }

    [Fact]
    public void The_first_version_that_is_told_changes_nothing()
    {
        var store = new RequestProfileStore(RequestProfile.Initial, null, time) { Current = Learnt };
        store.ServerIs("1.0");
        Assert.Same(Learnt, store.Current);
    }

    [Fact]
    public void After_a_day_a_server_is_tried_anew()
    {
        var store = new RequestProfileStore(RequestProfile.Initial, null, time);
        time.Advance(TimeSpan.FromHours(12));
        store.Current = Learnt;
        time.Advance(TimeSpan.FromHours(24));
        Assert.Same(Learnt, store.Current);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(RequestProfile.Initial, store.Current);
    }

    private static string Text(RequestProfile profile) => $"{profile.Schema} {profile.MaxTokens} {string.Join(",", profile.Dropped)}";
}
