using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>
/// Reads snapshots: our own (docs/snapshots.md), folders of <c>kubectl cluster-info dump --output-directory</c>, and folders of whatever <c>kubectl get -o yaml</c>
/// wrote. Only our own can say that they are complete; of the others, what they do not hold is unknown.
/// </summary>
public static class SnapshotReader
{
    private const string InfoFile = "snapshot.json";
    private const string DeniedFile = "denied.json";
    private const string ReadsFile = "reads.json";
    private const string PreviousMark = ".previous";

    /// <summary>Kinds of which <c>kubectl cluster-info dump</c> writes all of a namespace, by the file's name.</summary>
    private static readonly Dictionary<string, RecordedKind> DumpedKinds = new(StringComparer.Ordinal)
    {
        ["events"] = new("", "Event"),
        ["pods"] = new("", "Pod"),
        ["services"] = new("", "Service"),
        ["replication-controllers"] = new("", "ReplicationController"),
        ["daemonsets"] = new("apps", "DaemonSet"),
        ["deployments"] = new("apps", "Deployment"),
        ["replicasets"] = new("apps", "ReplicaSet"),
    };

    /// <summary>Opens a snapshot.</summary>
    /// <param name="path">A folder, a tar (plain or gzip), or one file of objects.</param>
    /// <exception cref="SnapshotException">It cannot be read; the message is for the person who gave it.</exception>
    public static RecordedClusterView Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var recording = new ClusterRecording { Source = path, IsComplete = false };
        var newest = new NewestTime(DateTimeOffset.UtcNow);
        SnapshotInfo? info = null;
        var files = 0;
        foreach (var file in SnapshotFiles.Read(path))
        {
            files++;
            if (file.Segments[^1] == InfoFile && Own(path, file, SnapshotJsonContext.Default.SnapshotInfo) is { } found)
            {
                info = Checked(path, file, found);
            }
            else
            {
                Add(recording, newest, path, file);
            }
        }

        if (recording.Count == 0)
        {
            throw new SnapshotException(files == 0
                ? $"{path} holds no files of objects (.json, .yaml). A snapshot is written by cluster-code snapshot, kubectl cluster-info dump --output-directory, or kubectl get -o yaml."
                : $"{path} holds no objects of Kubernetes in its {files} files. A snapshot is written by cluster-code snapshot, kubectl cluster-info dump --output-directory, or kubectl get -o yaml.");
        }

        recording.IsComplete = info?.Complete ?? false;
        recording.ServerVersion = info?.ServerVersion;
        recording.RecordedAt = info?.RecordedAt ?? newest.Value ?? DateTimeOffset.UtcNow;
        return new RecordedClusterView(recording);
    }

    private static void Add(ClusterRecording recording, NewestTime newest, string path, SnapshotFile file)
    {
        var name = $"{path}: {file.Path}";
        switch (file.Segments)
        {
            case [.., DeniedFile or ReadsFile]:
                foreach (var read in Own(path, file, SnapshotJsonContext.Default.IReadOnlyListRecordedRead) ?? [])
                {
                    recording.Add(file.Segments[^1] == DeniedFile && read.Status == LookupStatus.Found ? read with { Status = LookupStatus.Forbidden } : read);
                }

                break;
            case [.., "logs", var ns, var pod, var log] when log.EndsWith(".log", StringComparison.Ordinal):
                var stem = log[..^".log".Length];
                var previous = stem.EndsWith(PreviousMark, StringComparison.Ordinal);
                recording.AddLog(ns, pod, previous ? stem[..^PreviousMark.Length] : stem, previous, file.Text);
                break;
            case [.., "logs.txt"]:
                DumpLogs.Add(recording, file.Text);
                break;
            default:
                if (Path.GetExtension(file.Path) is not (".log" or ".txt"))
                {
                    AddObjects(recording, newest, file, name);
                }

                break;
        }
    }

    private static void AddObjects(ClusterRecording recording, NewestTime newest, SnapshotFile file, string name)
    {
        foreach (var document in SnapshotText.Parse(file.Text, name))
        {
            newest.Look(document);
            recording.Add(document, name);
        }

        // An empty list tells nothing of itself; its place in a dump does.
        var kind = Path.GetFileNameWithoutExtension(file.Segments[^1]);
        if (file.Segments.Length >= 2 && DumpedKinds.TryGetValue(kind, out var dumped))
        {
            recording.Add(new RecordedRead { Group = dumped.Group, Kind = dumped.Kind, Namespace = file.Segments[^2] });
        }
        else if (kind == "nodes")
        {
            recording.Add(new RecordedRead { Kind = "Node" });
        }
    }

    private static SnapshotInfo Checked(string path, SnapshotFile file, SnapshotInfo info) => info.FormatVersion is > 0 and <= SnapshotInfo.CurrentVersion
        ? info
        : throw new SnapshotException($"{path}: {file.Path} says formatVersion {info.FormatVersion}; this version of cluster-code reads up to {SnapshotInfo.CurrentVersion}. Use a newer one.");

    private static T? Own<T>(string path, SnapshotFile file, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(file.Text, type);
        }
        catch (JsonException problem)
        {
            throw new SnapshotException($"{path}: {file.Path}, line {(problem.LineNumber ?? 0) + 1}: this is not what docs/snapshots.md says it holds ({problem.Message.Split(". Path", 2)[0]}). Mend it, or record the snapshot anew.", problem);
        }
    }
}
