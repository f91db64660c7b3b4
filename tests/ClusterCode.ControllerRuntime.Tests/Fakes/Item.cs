using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A slim object, as an operator would read instead of a whole Pod.</summary>
public sealed record Item(string Name, string Uid, string? Version, params string[] Tags)
{
    public static ResourceDefinition<Item> Definition { get; } = new(
        "example.com",
        "v1",
        "Item",
        "items",
        isNamespaced: true,
        (JsonTypeInfo<Item>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Item)),
        item => new ObjectMetadata("n", item.Name, item.Uid, item.Version, null, null));

    public ObjectKey Key => new("n", Name);
}
