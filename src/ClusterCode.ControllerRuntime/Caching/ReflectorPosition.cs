using ClusterCode.ControllerRuntime.Serialization;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// How far a reflector has come, as a resource version, and which version its next request asks for. Versions are opaque: they are kept and sent back, never compared by size.
/// </summary>
internal sealed class ReflectorPosition
{
    /// <summary>Any version that the server has in memory.</summary>
    private const string AnyVersion = "0";

    /// <summary>The newest version, from storage.</summary>
    private const string NewestVersion = "";

    private string _current = NewestVersion;
    private bool _isUnavailable;
    private bool _isInUnorderedBeginning;

    /// <summary>The version up to which everything is known, from which a watch goes on; empty before the first list.</summary>
    public string Current => _current;

    /// <summary>What a list asks for. At first whatever the server has in memory, later nothing older than what was seen, and the newest once that is not to be had.</summary>
    public string ForList => _isUnavailable ? NewestVersion : _current.Length == 0 ? AnyVersion : _current;

    /// <summary>What a watch asks for that begins with all objects: nothing older than what was seen, or the newest.</summary>
    public string ForInitialEvents => _isUnavailable ? NewestVersion : _current;

    /// <summary>True when <see cref="ForList"/> names a version that a server may have lost or not have reached.</summary>
    public bool MayBeUnavailable => ForList != NewestVersion;

    /// <summary>The server does not have the current version; until the next list succeeds, the newest is asked for.</summary>
    public void Unavailable() => _isUnavailable = true;

    /// <summary>Everything up to here is known.</summary>
    public void Listed(string version)
    {
        _current = version;
        _isUnavailable = false;
    }

    /// <summary>A watch begins at <see cref="Current"/>.</summary>
    // A watch from no particular version begins with the objects that exist, in no order of versions: going on from one of those would skip others.
    public void WatchBegins() => _isInUnorderedBeginning = _current is AnyVersion or NewestVersion;

    /// <summary>The watch has told of an event.</summary>
    public void Reached(WatchEventKind kind, string? version)
    {
        if (kind != WatchEventKind.Added)
            _isInUnorderedBeginning = false;
        if (!_isInUnorderedBeginning && !string.IsNullOrEmpty(version))
            _current = version;
    }
}
