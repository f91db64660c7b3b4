using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process misses a file which a mount hides, or which is mounted elsewhere.</summary>
internal sealed partial class VolumePathJudge : IFailureJudge
{
    /// <summary>The directories in which images keep programs (the PATH that runtimes set where an image sets none), and those above them.</summary>
    private static readonly HashSet<string> ProgramFolders = new(StringComparer.Ordinal)
    {
        "/bin", "/sbin", "/usr", "/usr/bin", "/usr/sbin", "/usr/local", "/usr/local/bin", "/usr/local/sbin",
    };

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0)
            return null;
        foreach (var line in failure.TellingLines.Reverse())
        {
            if (!Absent().IsMatch(line) || Path().Match(line) is not { Success: true } match)
                continue;
            var path = match.Groups["path"].Value.TrimEnd('.', ',', ';', ':');
            if (Hidden(failure, path) is { } hidden)
                return Finding(failure, line, hidden, path);
            if (Elsewhere(failure, path) is { } elsewhere)
                return Finding(failure, line, elsewhere, path);
        }

        return null;
    }

    /// <summary>The title where a mount covers the place of the container's own program; null where none does.</summary>
    internal static string? Hidden(ContainerFailure failure, string path)
    {
        var container = failure.Container.Spec;
        if (Mounts.Covering(container, path) is not { SubPath: null or "" } mount || !ContainerCommand.Words(container).Any(word => word.Contains(path, StringComparison.Ordinal)))
            return null;
        var source = Mounts.Source(failure.Pod.Pod.Spec, mount.Name);
        var held = source is null ? [] : ConfigurationKeys.Of(failure.File, source.StartsWith("Secret", StringComparison.Ordinal) ? ConfigurationKind.Secret : ConfigurationKind.ConfigMap, source.Split(' ')[1]).Keys;
        var file = path.Split('/')[^1];
        if (held.Contains(file))
            return null;
        var near = NearMiss.Best(file, held);
        return near is not null
            ? $"{failure.Container.Title()} runs {path}, and volume {mount.Name} ({source}) mounted at {mount.MountPath} holds {near} instead"
            : Hides(failure, mount, path);
    }

    /// <summary>The title where a mount covers a directory of programs, among which one is missing; null where none does.</summary>
    internal static string? HidesPrograms(ContainerFailure failure, string program) =>
        (failure.Container.Spec.VolumeMounts ?? []).FirstOrDefault(mount => mount is { MountPath: not null, SubPath: null or "" } && ProgramFolders.Contains(mount.MountPath.TrimEnd('/'))) is { } mount
            ? Hides(failure, mount, program)
            : null;

    private static string Hides(ContainerFailure failure, V1VolumeMount mount, string program)
    {
        var volume = (failure.Pod.Pod.Spec?.Volumes ?? []).FirstOrDefault(item => item?.Name == mount.Name);
        var kind = Mounts.Source(failure.Pod.Pod.Spec, mount.Name)
            ?? (volume?.EmptyDir is not null ? "an empty emptyDir" : volume?.PersistentVolumeClaim?.ClaimName is { } claim ? $"claim {claim}" : "a volume");
        return $"{failure.Container.Title()} runs {Wording.Clip(program, 120)}, and volume {mount.Name} ({kind}) mounted at {mount.MountPath} hides what image {failure.Container.Spec.Image} has there";
    }

    // The file is in a volume, under another path.
    private static string? Elsewhere(ContainerFailure failure, string path)
    {
        var container = failure.Container.Spec;
        if (Mounts.Covering(container, path) is not null)
            return null;
        var file = path.Split('/')[^1];
        foreach (var mount in (container.VolumeMounts ?? []).Where(mount => mount?.MountPath is not null && !mount.MountPath.StartsWith("/var/run/secrets/", StringComparison.Ordinal)))
        {
            if (Mounts.Source(failure.Pod.Pod.Spec, mount.Name) is not { } source)
            {
                if (IsNearPath(mount, path))
                    return $"{failure.Container.Title()} reads {path}, which no mount covers; volume {mount.Name} is mounted at {mount.MountPath}";
                continue;
            }

            var words = source.Split(' ');
            var keys = ConfigurationKeys.Of(failure.File, words[0] == nameof(ConfigurationKind.Secret) ? ConfigurationKind.Secret : ConfigurationKind.ConfigMap, words[1]).Keys;
            if (keys.Contains(file))
                return $"{failure.Container.Title()} reads {path}, which no mount covers; {source}, which has {file}, is mounted at {mount.MountPath}";
            if (IsNearPath(mount, path))
                return $"{failure.Container.Title()} reads {path}, which no mount covers; {source} (volume {mount.Name}) is mounted at {mount.MountPath}";
        }

        return null;
    }

    private static bool IsNearPath(V1VolumeMount mount, string path)
    {
        // Each directory of the path may be the one that was meant.
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, parts.Length).Any(length => NearMiss.Best('/' + string.Join('/', parts.Take(length)), [mount.MountPath.TrimEnd('/')]) is not null);
    }

    private static FindingDraft Finding(ContainerFailure failure, string line, string title, string path) => failure.Finding(
        CauseCategories.VolumePathMismatch,
        Confidence.Medium,
        title,
        [
            failure.LogEvidence(line),
            Cite.Spec(failure.Pod, failure.Container, "volumeMounts", string.Join(", ", (failure.Container.Spec.VolumeMounts ?? []).Select(mount => $"{mount.Name} at {mount.MountPath}"))),
            ContainerCommand.Evidence(failure),
        ],
        path) with
    {
        Explanation = $"It exits {failure.ExitCode} and says: {Wording.Clip(line)}.",
        Remediation = [new Remediation { Title = $"Which path is right? Change mountPath, or the path that {failure.Container.Noun()} uses", Risk = RemediationRisk.Medium }],
    };

    [GeneratedRegex("""no such file|not found|does not exist|can't open|cannot open|could not open|ENOENT|FileNotFound|cannot find""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Absent();

    [GeneratedRegex("""(?<![\w.:/])(?<path>(?:/[\w.@+-]{1,100}){2,12})""", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
