using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Causes;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Experts;

/// <summary>
/// The sentence of a finding as it stands in a report. Analyzers say "Container app …", which is clear in a diagnosis of one workload; where a report tells of
/// several, or of one that nobody asked about, the sentence names the workload.
/// </summary>
internal static partial class FindingTitle
{
    /// <summary>The sentence.</summary>
    public static string Of(CauseNode node, CaseFile file) => node.Workload is { } workload && IsTheOnlyOne(workload, file) ? node.Draft.Title : OfMany(node);

    /// <summary>The sentence in a report of many workloads.</summary>
    public static string OfMany(CauseNode node)
    {
        var title = node.Draft.Title;
        if (node.Workload is not { } workload || Names(title, workload.Reference.Name))
        {
            return title;
        }

        var name = $"{workload.Reference.Kind} {workload.Reference.Name}";
        return Leading().Match(title) is { Success: true } lead ? $"{lead.Value} of {name}{title[lead.Length..]}" : $"{name}: {title}";
    }

    private static bool IsTheOnlyOne(WorkloadFacts workload, CaseFile file) =>
        !workload.IsFollowed && file.Objects.All(o => o.IsFollowed) && file.Workloads.Count(w => !w.IsFollowed) == 1;

    // As a word: a Deployment "web" is not named by "webhook".
    private static bool Names(string title, string name)
    {
        for (var at = title.IndexOf(name, StringComparison.Ordinal); at >= 0; at = title.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsOfName(title[at - 1])) && (end == title.Length || !IsOfName(title[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    [GeneratedRegex(@"^(?:Container|Init container|Sidecar) [a-z0-9][a-z0-9-]{0,62}(?= )", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Leading();
}
