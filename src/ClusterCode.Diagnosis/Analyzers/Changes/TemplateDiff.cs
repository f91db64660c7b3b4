using k8s.Models;
using static ClusterCode.Diagnosis.Analyzers.Changes.TemplateFields;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>Compares two revisions of a pod template, in words that are short enough for a sentence. Values in the templates are redacted already.</summary>
internal static class TemplateDiff
{
    private const int LongestValue = 60;

    /// <summary>The differences from <paramref name="before"/> to <paramref name="now"/>; empty where nothing that matters differs.</summary>
    public static IReadOnlyList<TemplateChange> Of(V1PodTemplateSpec? before, V1PodTemplateSpec? now)
    {
        if (before?.Spec is not { } old || now?.Spec is not { } spec)
            return [];
        return [.. OfContainers(old.InitContainers, spec.InitContainers, "init container"), .. OfContainers(old.Containers, spec.Containers, "container"), .. OfPod(old, spec)];
    }

    private static IEnumerable<TemplateChange> OfContainers(IList<V1Container>? before, IList<V1Container>? now, string what)
    {
        var old = (before ?? []).ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var container in now ?? [])
        {
            if (!old.Remove(container.Name, out var was))
                yield return new TemplateChange(container.Name, ContainerSet, $"{what} {container.Name} added");
            else
                foreach (var change in OfContainer(was, container))
                    yield return change;
        }

        foreach (var gone in old.Keys)
            yield return new TemplateChange(null, ContainerSet, $"{what} {gone} removed");
    }

    private static IEnumerable<TemplateChange> OfContainer(V1Container before, V1Container now)
    {
        TemplateChange Change(string field, string text) => new(now.Name, field, text);
        if (before.Image != now.Image)
            yield return Change(Image, $"image {Shown(before.Image)} → {TagOf(before.Image, now.Image)}");
        if (Words(before.Command) != Words(now.Command))
            yield return Change(Command, $"command {Difference(before.Command, now.Command)}");
        if (Words(before.Args) != Words(now.Args))
            yield return Change(Command, $"args {Difference(before.Args, now.Args)}");
        foreach (var text in Named(Env(before), Env(now), "env"))
            yield return Change(TemplateFields.Env, text);
        foreach (var text in Named(Sources(before), Sources(now), "envFrom"))
            yield return Change(TemplateFields.Env, text);
        foreach (var text in Named(Amounts(before.Resources), Amounts(now.Resources), null))
            yield return Change(Resources, text);
        foreach (var text in Named(Probes(before), Probes(now), null))
            yield return Change(Probe, text);
        foreach (var text in Named(PortsOf(before), PortsOf(now), "port"))
            yield return Change(Ports, text);
        foreach (var text in Named(MountsOf(before), MountsOf(now), "mount"))
            yield return Change(Mounts, text);
        foreach (var text in Named(SecurityTerms.Of(before.SecurityContext), SecurityTerms.Of(now.SecurityContext), "securityContext"))
            yield return Change(Security, text);
    }

    private static IEnumerable<TemplateChange> OfPod(V1PodSpec before, V1PodSpec now)
    {
        foreach (var text in Named(Volumes(before), Volumes(now), "volume"))
            yield return new TemplateChange(null, Mounts, text);
        foreach (var text in Named(SecurityTerms.Of(before.SecurityContext), SecurityTerms.Of(now.SecurityContext), "securityContext"))
            yield return new TemplateChange(null, Security, text);
        if ((before.ServiceAccountName ?? "default") != (now.ServiceAccountName ?? "default"))
            yield return new TemplateChange(null, ServiceAccount, $"serviceAccountName {before.ServiceAccountName ?? "default"} → {now.ServiceAccountName ?? "default"}");
        foreach (var text in Named(SchedulingTerms.Of(before), SchedulingTerms.Of(now), null))
            yield return new TemplateChange(null, NodeChoice, text);
    }

    /// <summary>What is added, removed and changed between two maps.</summary>
    private static IEnumerable<string> Named(Dictionary<string, string> before, Dictionary<string, string> now, string? what)
    {
        var prefix = what is null ? "" : $"{what} ";
        foreach (var (name, value) in now)
        {
            if (!before.TryGetValue(name, out var was))
                yield return $"{prefix}{name} added{(value.Length == 0 ? "" : $" ({Shown(value)})")}";
            else if (was != value)
                yield return $"{prefix}{name} {Shown(was)} → {Shown(value)}";
        }

        foreach (var gone in before.Keys.Where(k => !now.ContainsKey(k)))
            yield return $"{prefix}{gone} removed";
    }

    private static Dictionary<string, string> Env(V1Container container) => Map((container.Env ?? []).Select(e => (e.Name, Value(e))));

    private static string Value(V1EnvVar variable) => variable.ValueFrom switch
    {
        { SecretKeyRef: { } key } => $"key {key.Key} of Secret {key.Name}",
        { ConfigMapKeyRef: { } key } => $"key {key.Key} of ConfigMap {key.Name}",
        { FieldRef: { } field } => $"field {field.FieldPath}",
        { ResourceFieldRef: { } field } => $"resource {field.Resource}",
        _ => variable.Value ?? "",
    };

    private static Dictionary<string, string> Sources(V1Container container) => Map((container.EnvFrom ?? []).Select(s =>
        (s.ConfigMapRef is { } map ? $"ConfigMap {map.Name}" : $"Secret {s.SecretRef?.Name}", s.Prefix is { Length: > 0 } prefix ? $"prefix {prefix}" : "")));

    private static Dictionary<string, string> Amounts(V1ResourceRequirements? resources) => Map(
        (resources?.Requests ?? new Dictionary<string, ResourceQuantity>()).Select(r => ($"request of {r.Key}", r.Value.ToString() ?? ""))
        .Concat((resources?.Limits ?? new Dictionary<string, ResourceQuantity>()).Select(l => ($"limit of {l.Key}", l.Value.ToString() ?? ""))));

    private static Dictionary<string, string> Probes(V1Container container) => Map(
        new (string, V1Probe?)[] { ("livenessProbe", container.LivenessProbe), ("readinessProbe", container.ReadinessProbe), ("startupProbe", container.StartupProbe) }
            .Where(p => p.Item2 is not null)
            .Select(p => (p.Item1, ProbeTerms.Of(p.Item2!))));

    private static Dictionary<string, string> PortsOf(V1Container container) =>
        Map((container.Ports ?? []).Select(p => ($"{p.ContainerPort}/{p.Protocol ?? "TCP"}", string.Join(' ', new[] { p.Name, p.HostPort is > 0 ? $"hostPort {p.HostPort}" : null }.OfType<string>()))));

    private static Dictionary<string, string> MountsOf(V1Container container) =>
        Map((container.VolumeMounts ?? []).Select(m => (m.MountPath, string.Join(' ', new[] { $"volume {m.Name}", m.SubPath is { Length: > 0 } ? $"subPath {m.SubPath}" : null, m.ReadOnlyProperty == true ? "read-only" : null }.OfType<string>()))));

    private static Dictionary<string, string> Volumes(V1PodSpec spec) => Map((spec.Volumes ?? []).Select(v => (v.Name, v switch
    {
        { ConfigMap: { } map } => $"ConfigMap {map.Name}",
        { Secret: { } secret } => $"Secret {secret.SecretName}",
        { PersistentVolumeClaim: { } claim } => $"claim {claim.ClaimName}",
        { HostPath: { } path } => $"hostPath {path.Path}",
        { EmptyDir: { } empty } => $"emptyDir{(empty.SizeLimit is { } size ? $" {size}" : "")}",
        _ => "",
    })));

    private static Dictionary<string, string> Map(IEnumerable<(string Name, string Value)> pairs)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
            map[name] = value;
        return map;
    }

    // Of an image that only changed its tag, the tag is enough.
    private static string TagOf(string? before, string? now)
    {
        var colon = now?.LastIndexOf(':') ?? -1;
        return colon > (now?.LastIndexOf('/') ?? -1) && before?.StartsWith(now![..(colon + 1)], StringComparison.Ordinal) == true ? now![(colon + 1)..] : Shown(now);
    }

    // Of long commands, what differs: the words, or a script's text, from where they do.
    private static string Difference(IList<string>? before, IList<string>? now)
    {
        var (old, current) = (Words(before), Words(now));
        if (old.Length <= LongestValue && current.Length <= LongestValue)
            return $"{Shown(old)} → {Shown(current)}";
        var same = old.Zip(current).TakeWhile(p => p.First == p.Second).Count();
        var from = old.LastIndexOf(' ', Math.Max(0, Math.Min(same, old.Length) - 1)) + 1;
        return from < LongestValue / 2 ? $"{Shown(old)} → {Shown(current)}" : $"…{Shown(old[from..])} → …{Shown(current[from..])}";
    }

    private static string Words(IList<string>? words) => string.Join(' ', words ?? []);

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "none" : Wording.Clip(value, LongestValue);
}
