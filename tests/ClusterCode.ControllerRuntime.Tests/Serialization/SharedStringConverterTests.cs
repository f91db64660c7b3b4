using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using FsCheck;
using FsCheck.Xunit;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Serialization;

public sealed class SharedStringConverterTests
{
    private static readonly JsonTypeInfo<V1ConfigMap> TypeInfo = ResourceDefinition.For<V1ConfigMap>().JsonTypeInfo;

    private readonly JsonTypeInfo<V1ConfigMap> _sharing = SharedStringConverter.AddTo(TypeInfo);

    [Fact]
    public void Equal_short_strings_become_one_and_long_ones_stay_apart()
    {
        var longValue = new string('x', SharedStringConverter.MaxLength + 1);
        V1ConfigMap Read() => JsonSerializer.Deserialize($$"""{"data":{"key":"value","long":"{{longValue}}"} }""", _sharing)!;
        var (one, two) = (Read(), Read());
        Assert.Same(one.Data["key"], two.Data["key"]);
        Assert.Same(one.Data.Keys.First(), two.Data.Keys.First());
        Assert.Equal(one.Data["long"], two.Data["long"]);
        Assert.NotSame(one.Data["long"], two.Data["long"]);
    }

    [Property(MaxTest = 2000)]
    public void Whatever_the_strings_are_they_are_read_as_without_sharing(Dictionary<string, string> data)
    {
        // What is no text, as half a surrogate pair, no JSON can hold.
        var json = JsonSerializer.SerializeToUtf8Bytes(new V1ConfigMap { Data = data });
        var expected = JsonSerializer.Deserialize(json, TypeInfo)!.Data;
        for (var time = 0; time < 2; time++)
            Assert.Equal(expected, JsonSerializer.Deserialize(json, _sharing)!.Data);
    }

    [Fact]
    public void Strings_that_take_the_same_place_are_told_apart()
    {
        for (var i = 0; i < SharedStringConverter.Capacity * 3; i++)
            Assert.Equal($"v{i}", JsonSerializer.Deserialize($$"""{"data":{"k":"v{{i}}"} }""", _sharing)!.Data["k"]);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":7}}""")]
    [InlineData("""{"metadata":{"name":{}}}""")]
    public void What_is_no_string_is_refused_as_without_sharing(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), TypeInfo));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), _sharing));
    }

    [Fact]
    public void A_class_that_reads_strings_in_its_own_way_keeps_it()
    {
        var options = new JsonSerializerOptions(TypeInfo.Options);
        options.Converters.Add(new Shouting());
        var own = (JsonTypeInfo<V1ConfigMap>)options.GetTypeInfo(typeof(V1ConfigMap));
        Assert.Same(own, SharedStringConverter.AddTo(own));
    }

    private sealed class Shouting : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()?.ToUpperInvariant();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
