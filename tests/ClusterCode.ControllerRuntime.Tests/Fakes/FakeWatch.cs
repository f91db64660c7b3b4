using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A watch that a client holds open, and the lines that are on their way to it.</summary>
internal sealed record FakeWatch(HttpContext Context, string Collection, string? Namespace, Channel<string> Lines)
{
    public bool Wants(string collection, JsonObject obj) =>
        collection == Collection && (Namespace is null || obj["metadata"]!["namespace"]?.GetValue<string>() == Namespace);
}
