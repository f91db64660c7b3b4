using ClusterCode.Api.Evidence;
using ClusterCode.Llm.Prompting;
using ClusterCode.Llm.Redaction;

namespace ClusterCode.Llm.Investigating;

/// <summary>
/// What a model has asked, and what it was told. Each answer is evidence with an id. A question that was asked already is refused, and answers stop where the context
/// has no room for more.
/// </summary>
internal sealed class InvestigationNotes(IReadOnlyList<EvidenceItem> known, int bytes)
{
    private readonly Dictionary<string, string> answered = new(StringComparer.Ordinal);
    private readonly List<EvidenceItem> gathered = [];
    private int left = bytes;
    private int wasted;

    /// <summary>What was learnt, in order.</summary>
    public IReadOnlyList<EvidenceItem> Gathered => gathered;

    /// <summary>Nothing more is worth asking.</summary>
    public bool IsOver => wasted >= InvestigationLimits.WastedCalls || gathered.Count >= InvestigationLimits.Answers || left <= 0;

    /// <summary>Asks a tool, unless it was asked the same, and writes down what it tells.</summary>
    /// <returns>What the model is told.</returns>
    public async Task<string> AskAsync(ModelTool tool, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        if (IsOver)
            return "No more questions can be answered. Say what you have found.";
        var question = $"{tool.Name} {string.Join(' ', arguments.Where(argument => argument.Value.Length > 0).OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => $"{argument.Key}={argument.Value}"))}";
        if (answered.TryGetValue(question, out var before))
        {
            wasted++;
            return $"You have asked that already; the answer is {before}. Ask something else, or say what you have found.";
        }

        var answer = await tool.RunAsync(arguments, cancellationToken);
        if (answer.Kind is not { } kind)
        {
            wasted++;
            answered[question] = "that it cannot be answered";
            return UntrustedText.Neutralise(SecretRedactor.RedactUntrusted(answer.Text));
        }

        var id = $"e{NextNumber()}";
        var text = UntrustedText.CutMiddle(SecretRedactor.RedactUntrusted(answer.Text), Math.Max(1, left));
        answered[question] = id;
        gathered.Add(new EvidenceItem { Id = id, Kind = kind, Source = SecretRedactor.RedactUntrusted(answer.Source), Text = text });
        left -= System.Text.Encoding.UTF8.GetByteCount(text);
        return UntrustedText.Fence(id, text);
    }

    private int NextNumber() => 1 + known.Concat(gathered)
        .Select(item => item.Id.Length > 1 && int.TryParse(item.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty()
        .Max();
}
