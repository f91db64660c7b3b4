using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>Describes a kubeconfig's cluster to a credential plugin that asked for it (<c>spec.cluster</c> of an ExecCredential).</summary>
internal static class ExecClusterInfo
{
    private const string ConfigExtension = "client.authentication.k8s.io/exec";

    public static string Describe(YamlEntry cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        foreach (var name in new[] { "tls-server-name", "proxy-url" })
        {
            if (cluster.Text(name) is { } text)
                info[name] = text;
        }

        if (cluster.Flag("insecure-skip-tls-verify"))
            info["insecure-skip-tls-verify"] = true;
        if (cluster.Pem("certificate-authority") is { } authorities)
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities.Read()));
        if (cluster.List("extensions").FirstOrDefault(entry => entry.Text("name") == ConfigExtension)?.Node("extension") is { } config)
            info["config"] = ToJson(config);
        return info.ToJsonString();
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" } => null,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
