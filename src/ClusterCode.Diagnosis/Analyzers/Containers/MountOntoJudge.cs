using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The runtime cannot put a volume, or a file of one, where the container wants it.</summary>
internal sealed partial class MountOntoJudge : IFailureJudge
{
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal) { "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError" };

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        var message = new[] { Reasons.Contains(failure.Waiting?.Reason ?? "") ? failure.Waiting?.Message : null, failure.IsStartError ? failure.Termination?.Message : null }
            .FirstOrDefault(text => text is not null && (text.Contains("subPath", StringComparison.OrdinalIgnoreCase) || text.Contains("error mounting", StringComparison.Ordinal)));
        if (message is null || Mount(failure.Container.Spec, message) is not { } mount)
            return null;
        var name = failure.Container.Title();
        var source = Mounts.Source(failure.Pod.Pod.Spec, mount.Name);
        var volume = $"volume {mount.Name}{(source is null ? "" : $" ({source})")}";
        var isReadOnly = message.Contains("read-only file system", StringComparison.OrdinalIgnoreCase);
        var title = isReadOnly
            ? $"{name} cannot start: {volume} is to be mounted at {mount.MountPath}, and what lies there is read-only, so that the mount point cannot be made"
            : Missing(failure, mount, source) is { } missing
                ? $"{name} cannot start: subPath {mount.SubPath} of {volume}, which is to be mounted at {mount.MountPath}, does not exist{missing}"
                : message.Contains("not a directory", StringComparison.Ordinal) || message.Contains("vice-versa", StringComparison.Ordinal)
                    ? $"{name} cannot start: {(string.IsNullOrEmpty(mount.SubPath) ? "" : $"subPath {mount.SubPath} of ")}{volume} and mountPath {mount.MountPath} of image {failure.Container.Spec.Image} are not both a file, or both a directory"
                    : $"{name} cannot start: {(string.IsNullOrEmpty(mount.SubPath) ? "" : $"subPath {mount.SubPath} of ")}{volume} cannot be mounted at {mount.MountPath}: {Wording.Clip(message, 120)}";
        return failure.Finding(
            isReadOnly ? CauseCategories.ReadOnlyFilesystem : CauseCategories.VolumePathMismatch,
            Confidence.High,
            title,
            [Cite.Spec(failure.Pod, failure.Container, "volumeMounts", $"name={mount.Name} mountPath={mount.MountPath} subPath={mount.SubPath}")],
            $"{mount.Name} {mount.MountPath}") with
        {
            Remediation = [new Remediation { Title = $"Which file or directory of volume {mount.Name} belongs at {mount.MountPath}? Correct subPath or mountPath", Risk = RemediationRisk.Medium }],
        };
    }

    private static V1VolumeMount? Mount(V1Container container, string message)
    {
        var mounts = (container.VolumeMounts ?? []).Where(mount => mount?.MountPath is not null).ToList();
        var at = At().Match(message) is { Success: true } place ? mounts.Find(mount => place.Groups["path"].Value.EndsWith(mount.MountPath.TrimEnd('/'), StringComparison.Ordinal)) : null;
        return at ?? (Named().Match(message) is { Success: true } named
            ? mounts.Where(mount => mount.Name == named.Groups["name"].Value).OrderByDescending(mount => !string.IsNullOrEmpty(mount.SubPath)).FirstOrDefault()
            : null);
    }

    // What is probably meant, after a title; empty where nothing is; null where the file is there, or that is not known.
    private static string? Missing(ContainerFailure failure, V1VolumeMount mount, string? source)
    {
        if (source is null || string.IsNullOrEmpty(mount.SubPath))
            return null;
        var words = source.Split(' ');
        var known = ConfigurationKeys.Of(failure.File, words[0] == nameof(ConfigurationKind.Secret) ? ConfigurationKind.Secret : ConfigurationKind.ConfigMap, words[1]);
        if (known.Keys.Count == 0 || known.Keys.Contains(mount.SubPath))
            return null;
        return NearMiss.Best(mount.SubPath, known.Keys) is { } near ? $"; {source} has {near}" : $"; {source} has {Wording.List(known.Keys, 3)}";
    }

    [GeneratedRegex("""(?:to rootfs|rootfs) at \\?"(?<path>/[^"\\]{1,300})""", RegexOptions.CultureInvariant)]
    private static partial Regex At();

    [GeneratedRegex("""volumeMount "(?<name>[\w.-]{1,63})|volume-subpaths/(?<name>[\w.-]{1,63})/""", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
