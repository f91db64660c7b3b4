using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ClusterCode.Diagnosis.Views.Recorded;
using ClusterCode.Diagnosis.Views.Recorded.Files;

namespace ClusterCode.Diagnosis.Views.Recording;

/// <summary>Writes a recording as a snapshot (docs/snapshots.md): a folder, or a tar where the path ends in <c>.tar</c>, <c>.tar.gz</c> or <c>.tgz</c>.</summary>
public static class SnapshotWriter
{
    /// <summary>Permissions of what is written: redacted or not, it tells much of a cluster.</summary>
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether a snapshot at the path would be a tar.</summary>
    public static bool IsTar(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsGzip(path) || path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes the snapshot; a tar that exists is replaced.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(ClusterRecording recording, string path)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (!IsTar(path))
        {
            foreach (var (name, text) in Files(recording))
            {
                var file = Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using var stream = Create(file);
                stream.Write(Encoding.UTF8.GetBytes(text));
            }

            return;
        }

        using var target = Create(path);
        using Stream plain = IsGzip(path) ? new GZipStream(target, CompressionLevel.Optimal) : target;
        using var tar = new TarWriter(plain, TarEntryFormat.Pax);
        foreach (var (name, text) in Files(recording))
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"snapshot/{name}") { DataStream = content, Mode = OwnerOnly, ModificationTime = recording.RecordedAt });
        }
    }

    private static bool IsGzip(string path) => path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(file, options);
    }

    private static IEnumerable<(string Name, string Text)> Files(ClusterRecording recording)
    {
        yield return ("snapshot.json", JsonSerializer.Serialize(
            new SnapshotInfo { RecordedAt = recording.RecordedAt, ServerVersion = recording.ServerVersion, Complete = recording.IsComplete }, SnapshotJsonContext.Default.SnapshotInfo));
        foreach (var (kind, objects) in recording.Objects)
        {
            // One object a line: a list would say that it is all there is.
            yield return ($"objects/{kind}.json", string.Concat(objects.Select(o => o.Document.GetRawText() + "\n")));
        }

        foreach (var (log, text) in recording.Logs.OrderBy(l => l.Key.ToString(), StringComparer.Ordinal))
        {
            yield return ($"logs/{log.Namespace}/{log.Pod}/{log.Container}{(log.Previous ? ".previous" : "")}.log", text);
        }

        yield return ("reads.json", Reads(recording.Reads.Where(r => r.Status is LookupStatus.Found or LookupStatus.Missing)));
        yield return ("denied.json", Reads(recording.Reads.Where(r => r.Status is LookupStatus.Forbidden or LookupStatus.Unavailable)));
    }

    private static string Reads(IEnumerable<RecordedRead> reads) => JsonSerializer.Serialize([.. reads.Distinct()], SnapshotJsonContext.Default.IReadOnlyListRecordedRead);
}
