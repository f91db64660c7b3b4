using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>All that a model may speak of: the evidence, the expert's causes and findings, the target. What the question says is not a fact.</summary>
internal sealed class FactBase
{
    // Between two facts; no text that is looked for holds it, so nothing is found that begins in one fact and ends in the next.
    private const char Border = '\n';

    private readonly Dictionary<string, IReadOnlySet<string>> wordsOfEvidence = new(StringComparer.Ordinal);
    private readonly IReadOnlySet<string> allWords;
    private readonly string all;
    private readonly string expert;

    public FactBase(ExplanationRequest request)
    {
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        var told = new List<string> { request.TargetDescription };
        told.AddRange(causes.SelectMany(TextsOf));
        told.AddRange(request.Findings.SelectMany(TextsOf));
        expert = Join(told);
        all = Join([.. told, .. request.Evidence.SelectMany(item => new[] { item.Source, item.Text })]);
        allWords = Words.SpecificOf(all);
        Objects = new KnownObjects(request);
        foreach (var item in request.Evidence)
        {
            var about = causes.Where(cause => cause.Evidence.Contains(item.Id)).SelectMany(TextsOf)
                .Concat(request.Findings.Where(finding => finding.Evidence.Contains(item.Id)).SelectMany(TextsOf))
                .Prepend($"{item.Source} {item.Text}");
            wordsOfEvidence[item.Id] = Words.SpecificOf(string.Join(' ', about));
        }
    }

    /// <summary>The objects that a command may address.</summary>
    public KnownObjects Objects { get; }

    /// <summary>Whether evidence with an id exists.</summary>
    public bool HasEvidence(string id) => wordsOfEvidence.ContainsKey(id);

    /// <summary>Whether a text shares a specific word with a piece of evidence, or with what the expert says of it.</summary>
    public bool Supports(string evidenceId, IReadOnlySet<string> words) =>
        wordsOfEvidence.TryGetValue(evidenceId, out var known) && known.Overlaps(words);

    /// <summary>Whether words speak of any of the facts; none do not speak at all.</summary>
    public bool AreAbout(IReadOnlySet<string> words) => words.Count == 0 || allWords.Overlaps(words);

    /// <summary>Whether a name, number or phrase occurs as a whole within one fact, not as part of a longer one; case and white space do not count.</summary>
    public bool Contains(string phrase) => WholePhrase.OccursIn(all, Normalise(phrase));

    /// <summary>The same for what the expert himself says: strangers can write into evidence.</summary>
    public bool ExpertSays(string phrase) => WholePhrase.OccursIn(expert, Normalise(phrase));

    private static string Join(IEnumerable<string> texts) => string.Join(Border, texts.Select(Normalise));

    private static string Normalise(string text) => PlainText.SingleLine(text).ToLowerInvariant();

    private static IEnumerable<string> TextsOf(RootCause cause) => [cause.Summary, cause.Category, .. NamesOf(cause.Resource)];

    private static IEnumerable<string> TextsOf(Finding finding) =>
    [
        finding.Title, finding.Category, .. NamesOf(finding.Resource), finding.Explanation ?? "",
        .. finding.Remediation.SelectMany(fix => new[] { fix.Title, fix.Command ?? "", fix.Patch ?? "" }),
    ];

    // "Kind name", "Kind/name", "namespace/name": the ways in which people write it.
    private static IEnumerable<string> NamesOf(ResourceReference resource) =>
        [$"{resource}", $"{resource.Kind}/{resource.Name}", $"{resource.Kind} {resource.Name} {resource.Kind}"];
}
