using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The process cannot write because the file system is full: a claim's, an emptyDir's with a limit, or the node's.</summary>
internal sealed class VolumeFullJudge : IShapeJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(LogStatement statement, ErrorShape shape)
    {
        if (shape.Kind != ErrorShapeKind.DiskFull)
            return null;
        var (container, path) = (statement.Container.Spec, shape.Path);
        var mount = path is { } full && full.StartsWith('/') ? Mounts.Covering(container, full) : OnlyWritable(container);
        var volume = mount is null ? null : (statement.Pod.Pod.Spec?.Volumes ?? []).FirstOrDefault(item => item?.Name == mount.Name);
        var claim = volume?.PersistentVolumeClaim?.ClaimName;
        var what = path is null ? "" : $" {Wording.Clip(path, 120)}";
        var where = (claim, volume, mount) switch
        {
            ({ } name, _, { } at) => $"PersistentVolumeClaim {name}{Size(statement, name)}, mounted at {at.MountPath}, is full",
            (_, { EmptyDir: { } empty }, { } at) => $"emptyDir {at.Name}, mounted at {at.MountPath}{(empty.SizeLimit is { } limit ? $" with sizeLimit {limit}" : "")}, is full",
            (_, _, { } at) => $"volume {at.Name}, mounted at {at.MountPath}, is full",
            _ => $"the file system of the container{(statement.Pod.Pod.Spec?.NodeName is { Length: > 0 } node ? $" on node {node}" : "")} is full",
        };
        var resource = claim is null ? null : new ResourceReference { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Namespace = statement.File.Namespace, Name = claim };
        return statement.Finding(
            CauseCategories.VolumeFull,
            shape,
            $"{statement.Container.Title()} cannot write{what} (no space left on device): {where}",
            mount is null ? null : [Cite.Spec(statement.Pod, statement.Container, "volumeMounts", $"{mount.Name} at {mount.MountPath}")],
            resource) with
        {
            Remediation = [new Remediation { Title = claim is null ? "What may be deleted there, or how much space does it need?" : $"How much space does claim {claim} need? Raise spec.resources.requests.storage where its StorageClass allows expansion, or delete what is not needed", Risk = RemediationRisk.Medium }],
        };
    }

    // A line that names no path can only mean a volume where there is just one that the process writes to.
    private static V1VolumeMount? OnlyWritable(V1Container container) =>
        (container.VolumeMounts ?? []).Where(mount => mount is { ReadOnlyProperty: not true } && !(mount.MountPath ?? "").StartsWith("/var/run/secrets/", StringComparison.Ordinal)).ToList() is [{ } only] ? only : null;

    private static string Size(LogStatement statement, string claim) =>
        statement.File.Claims.TryGetValue(claim, out var found) && found.IsFound && found.Value.Status?.Capacity is { } capacity && capacity.TryGetValue("storage", out var size) ? $" ({size})" : "";
}
