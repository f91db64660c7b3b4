using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Api.Serialization;
using ClusterCode.Api.Validation;
using ClusterCode.Testing;

namespace ClusterCode.Api.Tests.Manifests;

public sealed class The_samples
{
    private static readonly JsonSerializerOptions Strict = new(ClusterCodeJsonContext.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly IReadOnlyList<Manifest> Samples =
        [.. Directory.GetFiles(Repository.PathOf("config", "samples"), "*.yaml").Order().SelectMany(Manifest.InFile)];

    public static TheoryData<string> Keys => [.. Samples.Where(IsOurs).Select(sample => sample.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Are_what_the_contract_allows(string key)
    {
        var sample = Samples.Single(candidate => candidate.Key == key);
        var spec = sample.Json["spec"]!;

        var errors = sample.Kind switch
        {
            DiagnosisRequest.KindName => SpecValidator.Validate(Read<DiagnosisRequestSpec>(spec)),
            LlmBackend.KindName => SpecValidator.Validate(Read<LlmBackendSpec>(spec)),
            LlmRoute.KindName => SpecValidator.Validate(Read<LlmRouteSpec>(spec)),
            DiagnosisPolicy.KindName => SpecValidator.Validate(Read<DiagnosisPolicySpec>(spec)),
            _ => throw new InvalidDataException($"{key} is of a kind that this test does not know"),
        };

        Assert.Empty(errors);
    }

    [Fact]
    public void Show_every_kind() =>
        Assert.Equal(
            [DiagnosisPolicy.KindName, DiagnosisRequest.KindName, LlmBackend.KindName, LlmRoute.KindName],
            Samples.Where(IsOurs).Select(sample => sample.Kind).Distinct().Order());

    [Fact]
    public void Have_a_policy_with_every_trigger()
    {
        var policy = Samples.Single(sample => sample.Kind == DiagnosisPolicy.KindName);

        Assert.Equal(Enum.GetValues<DiagnosisTrigger>(), Read<DiagnosisPolicySpec>(policy.Json["spec"]!).Triggers);
    }

    private static bool IsOurs(Manifest sample) => sample.Json["apiVersion"]!.GetValue<string>() == ClusterCodeApi.GroupVersion;

    private static T Read<T>(JsonNode spec) => spec.Deserialize<T>(Strict)!;
}
