using System.Text.Json.Serialization;

namespace ClusterCode.ControllerRuntime.LeaderElection;

/// <summary>JSON metadata of a Lease. Nulls are left out, so that a patch leaves alone what it does not name.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Lease))]
internal sealed partial class LeaseJsonContext : JsonSerializerContext;
