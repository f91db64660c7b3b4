namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>A collection, or a page of it, as read.</summary>
/// <param name="ResourceVersion">The version at which it was so.</param>
/// <param name="Continue">The token for the next page; null at the end.</param>
/// <param name="Items">The objects that could be read.</param>
/// <param name="Unreadable">The objects that could not.</param>
internal sealed record CollectionContents<T>(string ResourceVersion, string? Continue, IReadOnlyList<T> Items, IReadOnlyList<UnreadableItem> Unreadable)
    where T : class
{
    /// <summary>Whether the server answered in pages.</summary>
    public bool HasPages { get; init; }
}
