namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Says what the operator was not allowed to read; a diagnosis without it may be less exact.</summary>
internal static class AccessNotes
{
    /// <summary>A sentence that names the resources; null where nothing was denied.</summary>
    public static string? Of(CaseFile file)
    {
        var logs = file.Workloads.SelectMany(w => w.Pods).SelectMany(p => p.Containers).SelectMany(c => new[] { c.FailedRunLog, c.CurrentLog });
        (string Resource, bool Denied)[] resources =
        [
            ("pods/log", logs.Any(l => l?.Problem?.Contains("may not read pods/log", StringComparison.Ordinal) == true)),
            ("configmaps", file.ConfigMaps.Values.Any(m => m.IsForbidden)),
            ("secrets", file.SecretKeys.Values.Any(s => s.IsForbidden)),
            ("persistentvolumeclaims", file.Claims.Values.Any(c => c.IsForbidden)),
            ("services", file.Services?.IsForbidden == true),
            ("nodes", file.Nodes?.IsForbidden == true),
        ];
        var denied = resources.Where(r => r.Denied).Select(r => r.Resource).ToList();
        return denied.Count == 0 ? null : $"The operator may not read {string.Join(", ", denied)} here; what they would tell is missing.";
    }
}
