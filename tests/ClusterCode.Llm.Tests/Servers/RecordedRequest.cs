using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>A request as it came over the wire.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}
