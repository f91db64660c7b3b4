using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ClusterCode.Llm.Prompting;

/// <summary>Source-generated metadata for JSON built by hand.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class JsonNodeContext : JsonSerializerContext;
