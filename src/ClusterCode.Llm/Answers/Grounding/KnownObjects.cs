using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// The objects of a diagnosis, from what the operator itself wrote: causes, findings, the target, the sources of evidence. Texts of
/// evidence do not count: a log line could name any object for a command to address.
/// </summary>
internal sealed partial class KnownObjects
{
    private readonly HashSet<(string Kind, string Name)> objects = [];
    private readonly HashSet<string> namespaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> containers = new(StringComparer.Ordinal);

    public KnownObjects(ExplanationRequest request)
    {
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        foreach (var resource in causes.Select(cause => cause.Resource).Concat(request.Findings.Select(finding => finding.Resource)))
            Add(resource.Kind, resource.Namespace ?? "", resource.Name);
        string[] written =
        [
            request.TargetDescription,
            .. causes.Select(cause => cause.Summary),
            .. request.Findings.SelectMany(finding => new[] { finding.Title, finding.Explanation ?? "" }),
            .. request.Evidence.Select(item => item.Source),
        ];
        foreach (var text in written)
            Read(text);
    }

    public bool HasNamespace(string name) => namespaces.Contains(name);

    public bool HasContainer(string name) => containers.Contains(name);

    /// <summary>Whether an object of a kind exists; the kind may be in the plural or kubectl's short form.</summary>
    public bool Has(string kind, string name) => objects.Contains((KubernetesWords.KindOf(kind) ?? "", name));

    private void Read(string text)
    {
        foreach (Match match in Objects().Matches(text))
            Add(match.Groups["kind"].Value, match.Groups["namespace"].Value, match.Groups["name"].Value);
        foreach (Match match in Containers().Matches(text))
            containers.Add(match.Groups["name"].Value);
    }

    private void Add(string kind, string @namespace, string name)
    {
        if (KubernetesWords.KindOf(kind) is not { } known)
            return;
        objects.Add((known, name));
        if (known == "namespace")
            namespaces.Add(name);
        if (@namespace.Length == 0)
            return;
        namespaces.Add(@namespace);
        objects.Add(("namespace", @namespace));
    }

    // "ConfigMap shop/checkout-config", "pod/checkout-7d9f", "Node worker-3".
    [GeneratedRegex(@"\b(?<kind>[A-Za-z]{3,30})(?:/| (?:(?<namespace>[a-z0-9][a-z0-9-]{0,62})/)?)(?<name>[a-z0-9][a-z0-9.-]{0,252}[a-z0-9]|[a-z0-9])(?![\w/-])", RegexOptions.None, 1000)]
    private static partial Regex Objects();

    // "container app", "containerStatuses[app]", "containers[app]".
    [GeneratedRegex(@"(?:\b[Cc]ontainer |\b(?:initC|c)ontainer(?:s|Statuses)\[)(?<name>[a-z0-9][a-z0-9-]{0,62})\b", RegexOptions.None, 1000)]
    private static partial Regex Containers();
}
