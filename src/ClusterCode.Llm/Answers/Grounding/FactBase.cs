using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>All that a model may speak of: the evidence, the expert's causes and findings, the target. What the question says is not a fact.</summary>
internal sealed class FactBase
{
    private readonly Dictionary<string, IReadOnlySet<string>> wordsOfEvidence = new(StringComparer.Ordinal);
    private readonly string all;

    public FactBase(ExplanationRequest request)
    {
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        var told = new List<string> { request.TargetDescription };
        told.AddRange(causes.Select(TextOf));
        told.AddRange(request.Findings.Select(TextOf));
        told.AddRange(request.Evidence.Select(item => $"{item.Source} {item.Text}"));
        all = Normalise(string.Join(" \n ", told));
        foreach (var item in request.Evidence)
        {
            var about = causes.Where(cause => cause.Evidence.Contains(item.Id)).Select(TextOf)
                .Concat(request.Findings.Where(finding => finding.Evidence.Contains(item.Id)).Select(TextOf))
                .Prepend($"{item.Source} {item.Text}");
            wordsOfEvidence[item.Id] = Words.SpecificOf(string.Join(' ', about));
        }
    }

    /// <summary>Whether evidence with an id exists.</summary>
    public bool HasEvidence(string id) => wordsOfEvidence.ContainsKey(id);

    /// <summary>Whether a text shares a specific word with a piece of evidence, or with what the expert says of it.</summary>
    public bool Supports(string evidenceId, IReadOnlySet<string> words) =>
        wordsOfEvidence.TryGetValue(evidenceId, out var known) && known.Overlaps(words);

    /// <summary>Whether a name, number or phrase occurs as a whole, not as part of a longer one; case and white space do not count.</summary>
    public bool Contains(string phrase)
    {
        var wanted = Normalise(phrase);
        if (wanted.Length == 0)
            return true;
        for (var at = all.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = all.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var end = at + wanted.Length;
            if ((at == 0 || !char.IsLetterOrDigit(all[at - 1]) || !char.IsLetterOrDigit(wanted[0]))
                && (end == all.Length || !char.IsLetterOrDigit(all[end]) || !char.IsLetterOrDigit(wanted[^1])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Normalise(string text) => PlainText.SingleLine(text).ToLowerInvariant();

    private static string TextOf(RootCause cause) => $"{cause.Summary} {cause.Category} {TextOf(cause.Resource)}";

    private static string TextOf(Finding finding) =>
        $"{finding.Title} {finding.Category} {TextOf(finding.Resource)} {finding.Explanation} "
        + string.Join(' ', finding.Remediation.Select(fix => $"{fix.Title} {fix.Command} {fix.Patch}"));

    // "Kind name", "Kind/name", "namespace/name": the ways in which people write it.
    private static string TextOf(ResourceReference resource) => $"{resource} {resource.Kind}/{resource.Name} {resource.Kind} {resource.Name} {resource.Name}";
}
