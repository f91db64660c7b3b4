using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Configuration;

/// <summary>Words the finding about a missing object or key, with what is probably meant.</summary>
internal static class MissingConfigurationFinding
{
    /// <summary>The most near misses that a title names.</summary>
    private const int MostNear = 2;

    /// <summary>The finding; null as long as the names that may be meant are not known.</summary>
    public static FindingDraft? Of(CaseFile file, WorkloadFacts workload, PodFacts pod, MissingConfiguration missing)
    {
        if (Near(file, missing) is not { } near)
            return null;
        var subject = $"{missing.Kind} {file.Namespace}/{missing.Name}";
        var where = Where(missing) is { Length: > 0 } place ? $" ({place})" : "";
        var title = missing.Key is null
            ? $"{subject} does not exist{where}{(near.Count > 0 ? $"; {Wording.List(near)} does" : "")}"
            : $"{subject} has no key {missing.Key}{where}{(near.Count > 0 ? $"; it has {Wording.List(near)}" : "")}";
        return new FindingDraft
        {
            Category = (missing.Kind, missing.Key) switch
            {
                (ConfigurationKind.ConfigMap, null) => CauseCategories.MissingConfigMap,
                (ConfigurationKind.ConfigMap, _) => CauseCategories.MissingConfigMapKey,
                (_, null) => CauseCategories.MissingSecret,
                _ => CauseCategories.MissingSecretKey,
            },
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = title,
            Resource = new ResourceReference { ApiVersion = "v1", Kind = missing.Kind.ToString(), Namespace = file.Namespace, Name = missing.Name },
            Pod = pod.Name,
            Container = missing.Container,
            NormalizedMessage = missing.Key is null ? missing.Name : $"{missing.Name}[{missing.Key}]",
            Explanation = missing.Known.Status == LookupStatus.Forbidden
                ? $"The operator may not read this {missing.Kind}; the kubelet's message is the proof."
                : null,
            Evidence = Evidence(file, pod, missing),
            Remediation = [.. Remediations(file, workload, missing, near)],
        };
    }

    /// <summary>For an environment variable that has the missing key's own name, the container says enough.</summary>
    private static string Where(MissingConfiguration missing) => missing.Reference switch
    {
        null => missing.Container is null ? "" : $"container {missing.Container}",
        { Variable: { } variable, Container: { } container } when variable == missing.Key => $"container {container}",
        var reference => reference.Where,
    };

    private static IReadOnlyList<string>? Near(CaseFile file, MissingConfiguration missing)
    {
        if (missing.Key is not null)
            return NearMiss.Find(missing.Key, missing.Known.Keys, MostNear);
        if (missing.Kind == ConfigurationKind.ConfigMap)
            return NearMiss.Find(missing.Name, file.ConfigMapNames, MostNear);
        if (file.Facts.Names<V1Secret>(file.Namespace) is not { } names)
            return null;
        // Where Secrets may not be listed, those that other pods of the case use are known at least.
        return NearMiss.Find(missing.Name, names.IsFound ? names.Value : file.SecretKeys.Where(pair => pair.Value.IsFound).Select(pair => pair.Key), MostNear);
    }

    private static List<EvidenceDraft> Evidence(CaseFile file, PodFacts pod, MissingConfiguration missing)
    {
        var evidence = new List<EvidenceDraft>();
        if (missing.KubeletSays is { } said)
            evidence.Add(said);
        if (missing.Reference is { } reference)
            evidence.Add(Cite.Spec(pod, reference.Path, $"name={reference.Name}{(reference.Key is null ? "" : $" key={reference.Key}")} optional=false"));
        var source = $"{missing.Kind.ToString().ToLowerInvariant()}/{missing.Name} in namespace {file.Namespace}";
        if (missing.Known.Status == LookupStatus.Missing)
            evidence.Add(new EvidenceDraft(EvidenceKind.Status, source, "not found"));
        else if (missing.Known.Status == LookupStatus.Found)
            evidence.Add(new EvidenceDraft(EvidenceKind.Spec, $"{source} data", $"keys: {Wording.List(missing.Known.Keys, 20)}"));
        return evidence;
    }

    private static IEnumerable<Remediation> Remediations(CaseFile file, WorkloadFacts workload, MissingConfiguration missing, IReadOnlyList<string> near)
    {
        var kind = missing.Kind == ConfigurationKind.ConfigMap ? "configMapKeyRef" : "secretKeyRef";
        if (near is [var meant, ..] && missing is { Key: not null, Reference: { Variable: { } variable, Container: { } container } reference } && Kubectl.IsName(meant) && Kubectl.IsName(variable))
        {
            yield return new Remediation
            {
                Title = $"Let env {variable} take key {meant}",
                Patch = TemplatePatch.Container(
                    workload.Reference,
                    container,
                    reference.Path.StartsWith("init", StringComparison.Ordinal),
                    "env:", $"- name: \"{variable}\"", "  valueFrom:", $"    {kind}:", $"      name: \"{missing.Name}\"", $"      key: \"{meant}\""),
                Risk = RemediationRisk.Medium,
            };
        }

        yield return missing.Key is null
            ? new Remediation
            {
                Title = near.Count > 0
                    ? $"Is {Wording.List(near)} meant? Then correct the name; else create {missing.Kind} {missing.Name}"
                    : $"What should {missing.Kind} {missing.Name} hold? Create it in namespace {file.Namespace}; the pods start without a restart",
                Risk = RemediationRisk.Low,
            }
            : new Remediation
            {
                Title = $"Which value should key {missing.Key} have? Add it; the pods start without a restart",
                Command = Kubectl.Of($"edit {missing.Kind.ToString().ToLowerInvariant()}", file.Namespace, missing.Name),
                Risk = RemediationRisk.Low,
            };
    }
}
