using System.Globalization;
using System.Text;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Redaction;

namespace ClusterCode.Diagnosis.Evidence;

/// <summary>Gives evidence its ids. Equal facts get one id; every text is redacted and bounded on its way in, whoever wrote it.</summary>
internal sealed class EvidenceBook(ISecretRedactor redactor)
{
    private readonly List<EvidenceItem> _items = [];
    private readonly Dictionary<(EvidenceKind Kind, string Source, string Text), string> _ids = [];
    private int _contextItems;
    private int _contextBytes;

    /// <summary>All items, in the order of their ids.</summary>
    public IReadOnlyList<EvidenceItem> Items => _items;

    /// <summary>The ids of what a finding cites, without doubles.</summary>
    public IReadOnlyList<string> Cite(IEnumerable<EvidenceDraft> drafts)
    {
        var ids = new List<string>();
        foreach (var draft in drafts)
        {
            var item = Prepare(draft);
            if (ids.Count < EvidenceLimits.ItemsOfFinding && (IdOf(item) ?? (_items.Count < EvidenceLimits.CitedItems ? Add(item) : null)) is { } id && !ids.Contains(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>Adds a fact that no finding cites, unless it, or its source, is there already, or the bound is reached.</summary>
    public void AddContext(EvidenceDraft draft)
    {
        var item = Prepare(draft);
        var bytes = Encoding.UTF8.GetByteCount(item.Text);
        if (item.Text.Length == 0 || _items.Any(i => i.Kind == item.Kind && i.Source == item.Source)
            || _contextItems >= EvidenceLimits.ContextItems || _contextBytes + bytes > EvidenceLimits.ContextBytes)
        {
            return;
        }

        _contextItems++;
        _contextBytes += bytes;
        Add(item);
    }

    private EvidenceItem Prepare(EvidenceDraft draft) => new()
    {
        Id = "",
        Kind = draft.Kind,
        Source = redactor.Redact(TextBounds.Line(draft.Source, EvidenceLimits.SourceBytes)),
        Time = draft.Time,
        Text = TextBounds.Cut(redactor.Redact(TextBounds.Clean(draft.Text).Trim('\n')), EvidenceLimits.ItemBytes),
    };

    private string? IdOf(EvidenceItem item) => _ids.GetValueOrDefault((item.Kind, item.Source, item.Text));

    private string Add(EvidenceItem item)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"e{_items.Count + 1}");
        _items.Add(item with { Id = id });
        _ids[(item.Kind, item.Source, item.Text)] = id;
        return id;
    }
}
