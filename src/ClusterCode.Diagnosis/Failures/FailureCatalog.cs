using System.Collections.Frozen;
using System.Text;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Every category with what shows it, what it means and what to do: the text of findings that say no more, and of docs/failures.md.</summary>
public static class FailureCatalog
{
    private static readonly FrozenDictionary<string, FailureKind> ByCategory =
        Groups.SelectMany(g => g.Kinds).ToFrozenDictionary(k => k.Category, StringComparer.Ordinal);

    /// <summary>The categories by the place where they show.</summary>
    public static IReadOnlyList<FailureGroup> Groups =>
    [
        ContainerFailures.Group, StartFailures.Group, SchedulingFailures.Group, CreationFailures.Group, JobFailures.Group, NetworkFailures.Group, StorageFailures.Group,
        PermissionFailures.Group, ScalingFailures.Group, LogFailures.Group,
    ];

    /// <summary>What is known of a category; null for a word that is none.</summary>
    public static FailureKind? Find(string category) => ByCategory.GetValueOrDefault(category);

    /// <summary>The page for people.</summary>
    public static string ToMarkdown()
    {
        var page = new StringBuilder(
            """
            # Failures

            Every value of `rootCause.category` and `findings[].category`: what shows it, what it means, what to do. This page is generated from the texts that the
            expert itself uses (`src/ClusterCode.Diagnosis/Failures`); `UPDATE_GOLDEN=1 dotnet test tests/ClusterCode.Diagnosis.Tests` writes it.

            """);
        foreach (var group in Groups)
        {
            page.Append($"\n## {group.Title}\n\n{group.Summary}\n");
            foreach (var kind in group.Kinds)
            {
                page.Append($"\n### {kind.Category}\n\n- Shown by: {kind.ShownBy}\n- Means: {kind.Means}\n- What to do: {kind.ToDo}\n");
            }
        }

        return page.ToString();
    }
}
