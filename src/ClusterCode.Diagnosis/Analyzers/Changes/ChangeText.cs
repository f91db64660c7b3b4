namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>Puts changes into words.</summary>
internal static class ChangeText
{
    /// <summary>Changes that a title tells.</summary>
    private const int MostInTitle = 2;

    /// <summary>All of them, with their containers, for evidence.</summary>
    public static string All(IEnumerable<TemplateChange> changes) =>
        string.Join("; ", changes.Select(c => c.Container is null || c.Field == TemplateFields.ContainerSet ? c.Text : $"container {c.Container}: {c.Text}"));

    /// <summary>The first few, for a title.</summary>
    public static string Few(IReadOnlyList<TemplateChange> changes) =>
        $"{string.Join(", ", changes.Take(MostInTitle).Select(c => c.Text))}{(changes.Count > MostInTitle ? $" and {changes.Count - MostInTitle} more" : "")}";
}
