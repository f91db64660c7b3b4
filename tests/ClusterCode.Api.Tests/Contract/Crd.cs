using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using ClusterCode.Testing;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

/// <summary>One file of config/crd and the C# type that stands for it.</summary>
internal sealed record Crd(Type Type, YamlMappingNode Document)
{
    public static IReadOnlyList<Type> Kinds { get; } =
        [typeof(DiagnosisRequest), typeof(LlmBackend), typeof(LlmRoute), typeof(DiagnosisPolicy)];

    public YamlMappingNode Version => (YamlMappingNode)((YamlSequenceNode)Document.Find("spec", "versions")!).Children.Single();

    public YamlMappingNode Schema => Version.Mapping("schema", "openAPIV3Schema");

    public YamlMappingNode Spec => Schema.Mapping("properties", "spec");

    public static Crd Of(Type type) => new(type, YamlNodes.Load(FileOf(type)));

    public static string FileOf(Type type) =>
        Repository.PathOf("config", "crd", (string)type.GetField("Plural")!.GetValue(null)! + ".yaml");
}
