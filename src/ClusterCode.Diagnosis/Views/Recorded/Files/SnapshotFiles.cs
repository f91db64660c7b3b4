using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>Reads the files of a snapshot: a folder, a tar (plain or gzip), or one file.</summary>
internal static class SnapshotFiles
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    private static readonly string[] Extensions = [".json", ".yaml", ".yml", ".log", ".txt"];

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device,
        MaxRecursionDepth = 16,
    };

    /// <summary>The files, one at a time, in the order of their paths in a folder and as they come in a tar.</summary>
    /// <exception cref="SnapshotException">There is nothing, or it is too large, or it is not what it claims to be.</exception>
    public static IEnumerable<SnapshotFile> Read(string path)
    {
        if (Directory.Exists(path))
        {
            return Bounded(path, OfFolder(path));
        }

        if (!File.Exists(path))
        {
            throw new SnapshotException($"There is no snapshot at {path}. It is a folder, a .tar or .tar.gz, or one file of objects (.json, .yaml).");
        }

        return Bounded(path, Extensions.Take(3).Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? OfFile(path) : OfTar(path));
    }

    private static IEnumerable<SnapshotFile> Bounded(string path, IEnumerable<(string Path, long Length, Stream Content)> files)
    {
        var (count, total) = (0, 0L);
        foreach (var (name, length, content) in files)
        {
            using (content)
            {
                if (++count > SnapshotLimits.Files)
                {
                    throw new SnapshotException($"{path} holds more than {SnapshotLimits.Files} files. Take fewer namespaces into the snapshot.");
                }

                if (!Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
                {
                    continue;
                }

                var isLog = Path.GetExtension(name) is ".log" or ".txt";
                if ((length > SnapshotLimits.FileBytes && !isLog) || (total += length) > SnapshotLimits.TotalBytes)
                {
                    throw new SnapshotException($"{path}: {name} is too large ({length >> 20} MiB; {SnapshotLimits.FileBytes >> 20} MiB of one file and {SnapshotLimits.TotalBytes >> 20} MiB of all are read). Take fewer namespaces into the snapshot.");
                }

                yield return new SnapshotFile(name.Replace('\\', '/'), Text(content, isLog));
            }
        }
    }

    private static IEnumerable<(string Path, long Length, Stream Content)> OfFolder(string path)
    {
        foreach (var file in Directory.EnumerateFiles(path, "*", Everything).Order(StringComparer.Ordinal))
        {
            Stream content;
            try
            {
                content = File.OpenRead(file);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new SnapshotException($"{file} cannot be opened: {problem.Message} Make it readable, or take it out of the snapshot.", problem);
            }

            yield return (Path.GetRelativePath(path, file), content.Length, content);
        }
    }

    private static IEnumerable<(string Path, long Length, Stream Content)> OfFile(string path)
    {
        var content = File.OpenRead(path);
        yield return (Path.GetFileName(path), content.Length, content);
    }

    private static IEnumerable<(string Path, long Length, Stream Content)> OfTar(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[GzipMagic.Length];
        var isGzip = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(GzipMagic);
        file.Position = 0;
        using Stream plain = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var tar = new TarReader(plain);
        while (Next(tar, path) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            {
                // Folders; links would lead elsewhere, and no snapshot has any.
                continue;
            }

            if (IsOutside(entry.Name))
            {
                throw new SnapshotException($"{path} holds a file named \"{entry.Name}\", which leads out of the snapshot. Such an archive was made to do harm, or by mistake; pack it anew with paths below one folder.");
            }

            yield return (entry.Name, entry.Length, entry.DataStream ?? Stream.Null);
        }
    }

    private static TarEntry? Next(TarReader tar, string path)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new SnapshotException($"{path} is no readable tar: {problem.Message} A snapshot is a folder, a .tar or .tar.gz, or one file of objects (.json, .yaml).", problem);
        }
    }

    // Nothing is ever unpacked; a name that leads out still says that the archive is not what it claims to be.
    private static bool IsOutside(string name) => name.StartsWith('/') || name.StartsWith('\\') || name.Contains(':', StringComparison.Ordinal) && name.IndexOf(':', StringComparison.Ordinal) == 1 || name.Split('/', '\\').Contains("..");

    private static string Text(Stream content, bool isLog)
    {
        using var buffer = new MemoryStream();
        try
        {
            if (isLog)
            {
                CopyEnd(content, buffer, SnapshotLimits.LogBytes);
            }
            else
            {
                content.CopyTo(buffer);
            }
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new SnapshotException($"The snapshot ends in the middle of a file: {problem.Message} Was it copied whole?", problem);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void CopyEnd(Stream content, MemoryStream buffer, int maxBytes)
    {
        var block = new byte[64 * 1024];
        while (content.Read(block) is > 0 and var read)
        {
            buffer.Write(block, 0, read);
            if (buffer.Length > maxBytes * 2L)
            {
                var end = buffer.GetBuffer().AsSpan((int)buffer.Length - maxBytes, maxBytes);
                end.CopyTo(buffer.GetBuffer());
                buffer.SetLength(maxBytes);
            }
        }
    }
}
