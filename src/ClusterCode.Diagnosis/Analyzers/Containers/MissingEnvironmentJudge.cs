using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.Logs.Shapes.Patterns;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process says that it needs an environment variable; the spec and the ConfigMaps and Secrets behind it say where it would be set.</summary>
internal sealed class MissingEnvironmentJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0)
            return null;
        foreach (var line in failure.TellingLines.Reverse())
        {
            if (MissingVariablePatterns.Variable(line) is { } variable)
                return Finding(failure, line, variable);
        }

        // Validators list what is missing below a heading.
        return ErrorShapes.Find(failure.RawLines).LastOrDefault(shape => shape is { Kind: ErrorShapeKind.MissingVariable, Name.Length: > 0 }) is { } listed
            ? Finding(failure, failure.RawLines[listed.Index].Trim(), listed.Name!)
            : null;
    }

    private static FindingDraft Finding(ContainerFailure failure, string line, string variable)
    {
        var container = failure.Container.Spec;
        var declared = (container.Env ?? []).FirstOrDefault(item => item?.Name == variable);
        var sources = Sources(failure);
        var near = Near(failure, sources, variable);
        var state = declared is null ? "which nothing sets" : Declared(declared);
        return failure.Finding(
            CauseCategories.MissingEnvironment,
            Confidence.Medium,
            $"{failure.Container.Title()} needs the environment variable {variable}, {state}{(near is null ? "" : $"; {near.Where} has {near.Name}")}",
            Evidence(failure, line, sources),
            variable) with
        {
            Explanation = $"It exits {failure.ExitCode} and says: {Wording.Clip(line)}. {Where(container, sources)}",
            Remediation = [.. Remediations(failure, variable, near)],
        };
    }

    private static string Declared(V1EnvVar declared) => declared switch
    {
        { ValueFrom.ConfigMapKeyRef: { } map } => $"which env takes from key {map.Key} of ConfigMap {map.Name}{(map.Optional == true ? " (optional)" : "")}",
        { ValueFrom.SecretKeyRef: { } secret } => $"which env takes from key {secret.Key} of Secret {secret.Name}{(secret.Optional == true ? " (optional)" : "")}",
        { ValueFrom: not null } => "which env takes from a field of the pod",
        { Value: null or "" } => "which env sets to nothing",
        _ => "which env sets to a value that it does not accept",
    };

    private static List<ConfigurationReference> Sources(ContainerFailure failure) =>
        [.. ConfigurationReferences.OfContainer(failure.Container.Spec, failure.Container.IsInit ? "initContainers" : "containers")];

    private static string Where(V1Container container, List<ConfigurationReference> sources)
    {
        var names = (container.Env ?? []).Select(variable => variable?.Name).OfType<string>().ToList();
        var from = sources.Where(source => source.Variable is null).Select(source => $"{source.Kind} {source.Name}").Distinct().ToList();
        return (names.Count, from.Count) switch
        {
            (0, 0) => "The container has neither env nor envFrom.",
            (_, 0) => $"The container's env sets {Wording.List(names)}; there is no envFrom.",
            (0, _) => $"The container takes its environment from {Wording.List(from)}.",
            _ => $"The container's env sets {Wording.List(names)}, and envFrom takes {Wording.List(from)}.",
        };
    }

    private static NearName? Near(ContainerFailure failure, List<ConfigurationReference> sources, string variable)
    {
        var env = (failure.Container.Spec.Env ?? []).Select(item => item?.Name).OfType<string>().ToList();
        if (NearMiss.Best(variable, env) is { } set)
            return new NearName(set, "its env", null);
        var referenced = ConfigurationReferences.Of(failure.Pod.Pod.Spec).Concat(sources).Select(source => (source.Kind, source.Name)).Distinct();
        foreach (var (kind, name) in referenced)
        {
            var keys = ConfigurationKeys.Of(failure.File, kind, name).Keys;
            if (keys.Contains(variable) || NearMiss.Best(variable, keys) is not null)
                return new NearName(keys.Contains(variable) ? variable : NearMiss.Best(variable, keys)!, $"{kind} {name}", (kind, name));
        }

        return null;
    }

    private static IEnumerable<EvidenceDraft?> Evidence(ContainerFailure failure, string line, List<ConfigurationReference> sources)
    {
        yield return failure.LogEvidence(line);
        yield return Cite.Spec(failure.Pod, failure.Container, "env", Where(failure.Container.Spec, sources));
    }

    private static IEnumerable<Remediation> Remediations(ContainerFailure failure, string variable, NearName? near)
    {
        if (near is { Source: var (kind, name) } && Kubectl.IsName(near.Name) && Kubectl.IsName(name) && Kubectl.IsName(variable))
        {
            yield return new Remediation
            {
                Title = $"Set {variable} from key {near.Name} of {kind} {name}",
                Patch = TemplatePatch.Container(
                    failure.Workload.Reference,
                    failure.Container.Name,
                    failure.Container.IsInit,
                    "env:", $"- name: \"{variable}\"", "  valueFrom:", $"    {(kind == ConfigurationKind.ConfigMap ? "configMapKeyRef" : "secretKeyRef")}:", $"      name: \"{name}\"", $"      key: \"{near.Name}\""),
                Risk = RemediationRisk.Medium,
            };
        }

        yield return new Remediation
        {
            Title = $"Which value should {variable} have? Set it in env of {failure.Container.Noun()} of {failure.Workload.Reference.Kind} {failure.Workload.Reference.Name}",
            Risk = RemediationRisk.Medium,
        };
    }

    /// <summary>A name that may be meant, where it stands, and the object that holds it.</summary>
    private sealed record NearName(string Name, string Where, (ConfigurationKind Kind, string Name)? Source);
}
