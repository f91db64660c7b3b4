namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>A file that a container runs and that a ConfigMap holds, whose text is known therefore.</summary>
/// <param name="Path">The path in the container.</param>
/// <param name="Key">Such as <c>key start.sh of ConfigMap scripts</c>.</param>
/// <param name="Volume">The volume's name.</param>
/// <param name="Mode">Its file mode, octal.</param>
/// <param name="Interpreter">What its first line names after <c>#!</c>; null where it names none.</param>
internal sealed record MountedScript(string Path, string Key, string Volume, string Mode, string? Interpreter)
{
    private const int DefaultMode = 0x1a4; // 0644, what the API server sets where defaultMode is absent

    /// <summary>The script at a path; null where no ConfigMap that was read holds it.</summary>
    public static MountedScript? Of(ContainerFailure failure, string path)
    {
        if (Mounts.Covering(failure.Container.Spec, path) is not { } mount
            || (failure.Pod.Pod.Spec?.Volumes ?? []).FirstOrDefault(volume => volume?.Name == mount.Name) is not { ConfigMap: { Name: { Length: > 0 } name } source } volume
            || failure.File.ConfigMaps.GetValueOrDefault(name) is not { IsFound: true } map)
            return null;
        var relative = mount.SubPath is { Length: > 0 } sub ? sub : path[mount.MountPath.TrimEnd('/').Length..].TrimStart('/');
        var item = (source.Items ?? []).FirstOrDefault(i => i?.Path == relative);
        var key = item?.Key ?? (source.Items is { Count: > 0 } ? null : relative);
        if (key is null || map.Value.Data?.TryGetValue(key, out var text) != true)
            return null;
        var mode = Convert.ToString(item?.Mode ?? source.DefaultMode ?? DefaultMode, 8).PadLeft(4, '0');
        return new MountedScript(path, $"key {key} of ConfigMap {name}", volume.Name, mode, InterpreterOf(text ?? ""));
    }

    private static string? InterpreterOf(string text)
    {
        var first = text.Split('\n', 2)[0].Trim();
        return first.StartsWith("#!", StringComparison.Ordinal) && first[2..].Trim().Split(' ')[0] is { Length: > 0 } interpreter ? Wording.Clip(interpreter, 80) : null;
    }
}
