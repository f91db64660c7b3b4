using System.Text;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Evidence;

namespace ClusterCode.Diagnosis.Tests.Evidence;

public sealed class EvidenceBookTests
{
    private readonly EvidenceBook _book = new(new Redactor());

    [Fact]
    public void Equal_facts_get_one_id()
    {
        var first = _book.Cite([Draft("a", "x"), Draft("b", "y"), Draft("a", "x")]);
        var second = _book.Cite([Draft("b", "y")]);
        Assert.Equal(["e1", "e2"], first);
        Assert.Equal(["e2"], second);
        Assert.Equal(2, _book.Items.Count);
    }

    [Fact]
    public void Every_text_is_redacted_cleaned_and_bounded()
    {
        _book.Cite([Draft("s", "password=hunter2 \u001b[31mred"), Draft("long", new string('é', 5000))]);
        Assert.DoesNotContain("hunter2", _book.Items[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("red", _book.Items[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _book.Items[0].Text);
        Assert.True(Encoding.UTF8.GetByteCount(_book.Items[1].Text) <= EvidenceLimits.ItemBytes);
    }

    [Fact]
    public void Context_is_bounded_in_items_and_bytes_and_repeats_no_source()
    {
        _book.Cite([Draft("cited", "x")]);
        _book.AddContext(Draft("cited", "told in other words"));
        Assert.Single(_book.Items);
        for (var i = 0; i < 100; i++)
        {
            _book.AddContext(Draft($"context {i}", new string('x', 2000)));
        }

        Assert.True(_book.Items.Skip(1).Sum(i => Encoding.UTF8.GetByteCount(i.Text)) <= EvidenceLimits.ContextBytes);
        Assert.InRange(_book.Items.Count - 1, 1, EvidenceLimits.ContextItems);
    }

    [Fact]
    public void A_finding_cites_a_bounded_number_of_facts()
    {
        Assert.Equal(EvidenceLimits.ItemsOfFinding, _book.Cite(Enumerable.Range(0, 100).Select(i => Draft($"s{i}", "x"))).Count);
        for (var i = 0; i < 100; i++)
        {
            _book.Cite([Draft($"more {i}", "x")]);
        }

        Assert.Equal(EvidenceLimits.CitedItems, _book.Items.Count);
    }

    private static EvidenceDraft Draft(string source, string text) => new(EvidenceKind.Status, source, text);
}
