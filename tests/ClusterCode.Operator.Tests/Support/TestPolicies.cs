using ClusterCode.Api.DiagnosisPolicies;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Policies.</summary>
internal static class TestPolicies
{
    public static DiagnosisPolicy Of(string name = "default", DiagnosisPolicySpec? spec = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Uid = $"uid-{name}", ResourceVersion = "1", Generation = 1 },
        Spec = spec ?? new DiagnosisPolicySpec(),
    };

    public static V1LabelSelector Labels(string key, string value) => new() { MatchLabels = new Dictionary<string, string> { [key] = value } };
}
