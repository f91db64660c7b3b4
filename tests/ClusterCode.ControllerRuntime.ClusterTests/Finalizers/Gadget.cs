using k8s;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.ClusterTests.Finalizers;

[KubernetesEntity(Group = "runtime.test", ApiVersion = "v1", Kind = "Gadget", PluralName = "gadgets")]
public sealed class Gadget : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "runtime.test/v1";

    public string Kind { get; set; } = "Gadget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public static V1CustomResourceDefinition Definition => new()
    {
        Metadata = new V1ObjectMeta { Name = "gadgets.runtime.test" },
        Spec = new V1CustomResourceDefinitionSpec
        {
            Group = "runtime.test",
            Scope = "Namespaced",
            Names = new V1CustomResourceDefinitionNames { Kind = "Gadget", Plural = "gadgets" },
            Versions =
            [
                new V1CustomResourceDefinitionVersion
                {
                    Name = "v1",
                    Served = true,
                    Storage = true,
                    Schema = new V1CustomResourceValidation { OpenAPIV3Schema = new V1JSONSchemaProps { Type = "object", XKubernetesPreserveUnknownFields = true } },
                },
            ],
        },
    };
}
