using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process says that it may not read, write or bind what it needs.</summary>
internal sealed partial class PermissionDeniedJudge : IFailureJudge
{
    private const int FirstUnprivilegedPort = 1024;

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0)
            return null;
        foreach (var line in failure.TellingLines.Reverse())
        {
            if (!Denied().IsMatch(line) || LogPatterns.NoFailure().IsMatch(line))
                continue;
            if (Bind().Match(line) is { Success: true } bind && int.TryParse(bind.Groups["port"].Value, CultureInfo.InvariantCulture, out var port) && port < FirstUnprivilegedPort)
                return ForPort(failure, line, port);
            if (Path().Match(line) is { Success: true } path)
                return ForPath(failure, line, path.Groups["path"].Value.TrimEnd('.', ',', ';'));
        }

        return null;
    }

    private static FindingDraft ForPort(ContainerFailure failure, string line, int port) =>
        failure.Finding(
            CauseCategories.PermissionDenied,
            Confidence.Medium,
            $"{failure.Container.Title()} may not bind port {port}: it runs as {User(failure)}, and ports below {FirstUnprivilegedPort} need root or the capability NET_BIND_SERVICE",
            [failure.LogEvidence(line), SecurityEvidence(failure)],
            line) with
        {
            Remediation = [new Remediation { Title = $"Can the process listen on a port from {FirstUnprivilegedPort} on, with the Service's targetPort changed to it?", Risk = RemediationRisk.Medium }],
        };

    /// <summary>The finding about a path that a line says may not be used.</summary>
    internal static FindingDraft ForPath(ContainerFailure failure, string line, string path)
    {
        var name = failure.Container.Title();
        var mount = Mounts.Covering(failure.Container.Spec, path);
        var isReadOnly = ReadOnly().IsMatch(line);
        var rootIsReadOnly = failure.Container.Spec.SecurityContext?.ReadOnlyRootFilesystem == true;
        var where = mount is null ? "" : $" (volume {mount.Name} at {mount.MountPath})";
        var (category, title, question) = (isReadOnly, mount) switch
        {
            (true, null) when rootIsReadOnly => (
                CauseCategories.PermissionDenied,
                $"{name} cannot write {path}: readOnlyRootFilesystem is true, and no volume is mounted there",
                $"Mount an emptyDir volume at the directory of {path}"),
            (true, { ReadOnlyProperty: true }) => (
                CauseCategories.ReadOnlyFilesystem,
                $"{name} cannot write {path}: volumeMount {mount.Name} at {mount.MountPath} is readOnly",
                $"Should {name} write there? Then readOnly of volumeMount {mount.Name} must go"),
            (true, _) => (CauseCategories.ReadOnlyFilesystem, $"{name} cannot write {path}{where}: the file system is read-only", $"Where may {name} write? Point it there, or mount a writable volume"),
            _ => (
                CauseCategories.PermissionDenied,
                $"{name} may not use {path}{where}: permission denied to {User(failure)}",
                mount is null
                    ? $"Which user owns {path} in image {failure.Container.Spec.Image}? Set runAsUser to it, or write elsewhere"
                    : $"Which group should own volume {mount.Name}? Set the pod's securityContext.fsGroup to it"),
        };
        return failure.Finding(category, Confidence.Medium, title, [failure.LogEvidence(line), SecurityEvidence(failure)], line) with
        {
            Remediation = [new Remediation { Title = question, Risk = RemediationRisk.Medium }],
        };
    }

    private static string User(ContainerFailure failure) =>
        (failure.Container.Spec.SecurityContext?.RunAsUser ?? failure.Pod.Pod.Spec?.SecurityContext?.RunAsUser) is { } user
            ? $"user {user.ToString(CultureInfo.InvariantCulture)}"
            : "the image's user";

    private static Evidence.EvidenceDraft SecurityEvidence(ContainerFailure failure)
    {
        var own = failure.Container.Spec.SecurityContext;
        var pod = failure.Pod.Pod.Spec?.SecurityContext;
        return Cite.Spec(failure.Pod, failure.Container, "securityContext", string.Create(
            CultureInfo.InvariantCulture,
            $"runAsUser={own?.RunAsUser ?? pod?.RunAsUser} runAsNonRoot={own?.RunAsNonRoot ?? pod?.RunAsNonRoot} fsGroup={pod?.FsGroup} readOnlyRootFilesystem={own?.ReadOnlyRootFilesystem}"));
    }

    [GeneratedRegex("""permission denied|EACCES|read-only file ?system|EROFS|operation not permitted|AccessDeniedException|Access to the path .{1,300} is denied|No usable temporary directory""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denied();

    [GeneratedRegex("""read-only file ?system|EROFS|No usable temporary directory""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReadOnly();

    [GeneratedRegex("""(?:bind|listen).{0,80}?:(?<port>\d{1,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bind();

    [GeneratedRegex("""(?<![\w.:/])(?<path>/[\w.@+-][\w./@+-]{0,300})""", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
