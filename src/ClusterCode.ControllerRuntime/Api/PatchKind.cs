namespace ClusterCode.ControllerRuntime.Api;

/// <summary>How a patch's body is to be read.</summary>
public enum PatchKind
{
    /// <summary>JSON merge patch (RFC 7386): fields that are given replace, null removes, lists are replaced whole.</summary>
    Merge,

    /// <summary>JSON patch (RFC 6902): a list of operations, with tests.</summary>
    Json,

    /// <summary>Server-side apply: the body holds every field that the field manager wants to own. Conflicts are taken by force, as controllers should.</summary>
    Apply,
}
