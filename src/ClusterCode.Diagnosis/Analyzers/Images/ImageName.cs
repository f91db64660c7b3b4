namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>The parts of an image reference.</summary>
/// <param name="Registry">The registry's host and port; <c>docker.io</c> where the reference names none.</param>
/// <param name="Repository">The repository without the registry, such as <c>library/nginx</c>.</param>
/// <param name="Tag">The tag; null where a digest, or nothing, is given.</param>
/// <param name="Digest">The digest; null where none is given.</param>
internal sealed record ImageName(string Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>The registry of references that name none.</summary>
    public const string DefaultRegistry = "docker.io";

    /// <summary>The tag that the runtime pulls where neither tag nor digest is given.</summary>
    public const string DefaultTag = "latest";

    /// <summary>Splits a reference as container runtimes do; never fails.</summary>
    public static ImageName Parse(string? reference)
    {
        var text = reference ?? "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var name = at < 0 ? text : text[..at];
        var colon = name.LastIndexOf(':');
        var hasTag = colon > name.LastIndexOf('/');
        var tag = hasTag ? name[(colon + 1)..] : null;
        var path = hasTag ? name[..colon] : name;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var namesRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        return new ImageName(
            namesRegistry ? first : DefaultRegistry,
            namesRegistry ? path[(slash + 1)..] : path.Contains('/', StringComparison.Ordinal) ? path : $"library/{path}",
            tag ?? (digest is null ? DefaultTag : null),
            digest);
    }

    /// <summary>What a pull looks up in the repository: <c>tag 2.4.1</c> or <c>digest sha256:…</c>.</summary>
    public string Version => Digest is null ? $"tag {Tag}" : $"digest {Wording.Clip(Digest, 24)}";

    /// <summary>The repository as people write it: without <c>library/</c>.</summary>
    public string ShortRepository => Registry == DefaultRegistry && Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..] : Repository;
}
