using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Support;

/// <summary>Label and field selectors in the API's own syntax, as far as the expert uses them.</summary>
internal static partial class SelectorText
{
    public static bool MatchesLabels(string? selector, IDictionary<string, string>? labels)
    {
        labels ??= new Dictionary<string, string>();
        return string.IsNullOrEmpty(selector) || Requirement().Matches(selector).All(m => Matches(m, labels));
    }

    public static bool MatchesFields(string? selector, IKubernetesObject<V1ObjectMeta> value) =>
        string.IsNullOrEmpty(selector) || selector.Split(',').All(part =>
        {
            var negated = part.Contains("!=", StringComparison.Ordinal);
            var (path, wanted) = (part.Split(["!=", "=="], 2, default)[0].Split('=')[0], part[(part.LastIndexOf('=') + 1)..]);
            return (Field(path, value) == wanted) != negated;
        });

    private static string? Field(string path, IKubernetesObject<V1ObjectMeta> value) => (path, value) switch
    {
        ("metadata.name", _) => value.Metadata.Name,
        ("metadata.namespace", _) => value.Metadata.NamespaceProperty,
        ("involvedObject.uid", Corev1Event e) => e.InvolvedObject.Uid,
        ("involvedObject.name", Corev1Event e) => e.InvolvedObject.Name,
        ("involvedObject.kind", Corev1Event e) => e.InvolvedObject.Kind,
        ("spec.nodeName", V1Pod p) => p.Spec.NodeName ?? "",
        ("status.phase", V1Pod p) => p.Status?.Phase ?? "",
        _ => throw new NotSupportedException($"field selector {path} of {value.Kind}"),
    };

    private static bool Matches(Match match, IDictionary<string, string> labels)
    {
        var key = match.Groups["key"].Value;
        var has = labels.TryGetValue(key, out var value);
        return match.Groups["op"].Value.Trim() switch
        {
            "" => match.Groups["not"].Success != has,
            "=" or "==" => has && value == match.Groups["value"].Value,
            "!=" => !has || value != match.Groups["value"].Value,
            "in" => has && Values(match).Contains(value),
            "notin" => !has || !Values(match).Contains(value),
            var op => throw new NotSupportedException(op),
        };
    }

    private static string[] Values(Match match) => match.Groups["values"].Value.Split(',');

    [GeneratedRegex(@"(?<not>!)?(?<key>[A-Za-z0-9_./-]+)((?<op>==|!=|=)(?<value>[A-Za-z0-9_.-]*)|(?<op> in | notin )\((?<values>[^)]*)\))?(,|$)")]
    private static partial Regex Requirement();
}
