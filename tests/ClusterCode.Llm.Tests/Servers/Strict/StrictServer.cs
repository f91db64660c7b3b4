using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ClusterCode.Api.LlmBackends;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>
/// A model server that cannot be had here, as strict as the real one: what that rejects this rejects, in the same words and form, which come from the servers' sources and documentation.
/// The model behind it says what a test tells it to.
/// </summary>
internal abstract class StrictServer
{
    /// <summary>The key that it wants.</summary>
    public const string Key = "sk-Zq8rT2vW5xY1uB4n";

    private readonly ConcurrentQueue<(string Path, int Status)> answered = new();
    private int turn;

    public abstract LlmProvider Provider { get; }

    /// <summary>What the model says: contents, or a <see cref="Call"/> of a tool; the last one for ever.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    public ServedFault Fault { get; init; }

    /// <summary>The paths that were asked, with what they answered, in order.</summary>
    public IReadOnlyList<(string Path, int Status)> Answered => [.. answered];

    /// <summary>A call of a tool, as something that the model says.</summary>
    public static string Call(string tool, string arguments) => $"\0{tool} {arguments}";

    public Task<FakeServer> StartAsync() => FakeServer.StartAsync(async (request, context) =>
    {
        var reply = Refusal(request);
        answered.Enqueue((request.Path, reply?.Status ?? 200));
        if (reply is not null)
        {
            context.Response.StatusCode = reply.Status;
            context.Response.ContentType = reply.ContentType;
            await context.Response.WriteAsync(reply.Body);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var says = Says[Math.Min(turn++, Says.Count - 1)];
        foreach (var line in Stream(request.Json, says))
            await context.Response.WriteAsync(line + "\n\n");
    });

    /// <summary>Everything but a chat that is in order: other paths, and what the server finds wrong.</summary>
    /// <returns>The answer; null for a chat that is in order.</returns>
    protected abstract Reply? Refusal(RecordedRequest request);

    /// <summary>The events of an answer.</summary>
    protected abstract IEnumerable<string> Stream(JsonObject body, string says);

    /// <summary>What the model says, as the delta of a chat's chunk.</summary>
    protected static JsonObject Delta(string says) => says is ['\0', .. var call]
        ? new JsonObject
        {
            ["role"] = "assistant",
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["id"] = "0",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Split(' ')[0], ["arguments"] = call[(call.IndexOf(' ', StringComparison.Ordinal) + 1)..] },
            }),
        }
        : new JsonObject { ["content"] = says };

    protected static string Chunk(JsonObject body, JsonObject? delta, string? finish, JsonObject? usage = null) => "data: " + new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion.chunk",
        ["created"] = 1,
        ["model"] = body["model"]!.DeepClone(),
        ["choices"] = delta is null ? new JsonArray() : new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }),
        ["usage"] = usage,
    }.ToJsonString();

    protected static JsonObject Usage => new() { ["prompt_tokens"] = 900, ["completion_tokens"] = 80, ["total_tokens"] = 980 };

    protected static bool WantsUsage(JsonObject body) => (bool?)body["stream_options"]?["include_usage"] == true;
}
