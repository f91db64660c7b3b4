using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.Serialization;
using ClusterCode.Api.StatusBounds;
using ClusterCode.Api.Tests.Contract;

namespace ClusterCode.Api.Tests.StatusBounds;

public sealed class StatusBoundsTests
{
    private static readonly string Endless = new('x', 50_000);

    private static readonly IReadOnlyList<string> Ids = [.. Enumerable.Range(0, 1000).Select(number => $"e{number}")];

    private static readonly ResourceReference Resource = new() { Kind = "Pod", Name = "checkout" };

    [Fact]
    public void An_endless_diagnosis_is_cut_to_what_the_CRD_allows()
    {
        var status = Diagnosis();
        var schema = Crd.Of(typeof(DiagnosisRequest)).Schema.Mapping("properties", "status");

        Assert.NotEmpty(SchemaSizes.Exceeded(Json(status), schema, "status"));
        Assert.Empty(SchemaSizes.Exceeded(Json(DiagnosisRequestStatusBounds.Fit(status)), schema, "status"));
    }

    [Fact]
    public void An_endless_backend_status_is_cut_to_what_the_CRD_allows()
    {
        var status = new LlmBackendStatus { LastHandledRequestedAt = Endless, ServerVersion = Endless, Models = [.. Ids.Select(_ => Endless)] };
        var schema = Crd.Of(typeof(LlmBackend)).Schema.Mapping("properties", "status");

        Assert.NotEmpty(SchemaSizes.Exceeded(Json(status), schema, "status"));
        Assert.Empty(SchemaSizes.Exceeded(Json(LlmBackendStatusBounds.Fit(status)), schema, "status"));
    }

    [Fact]
    public void The_first_and_worst_are_kept_and_a_cut_text_says_so()
    {
        var fitted = DiagnosisRequestStatusBounds.Fit(Diagnosis());

        Assert.Equal("f0", fitted.Findings[0].Id);
        Assert.Equal(DiagnosisRequestStatusBounds.Findings, fitted.Findings.Count);
        Assert.EndsWith("x…", fitted.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_of_two_units_is_never_cut_in_half()
    {
        var fitted = LlmBackendStatusBounds.Fit(new LlmBackendStatus { ServerVersion = string.Concat(Enumerable.Repeat("😀", 200)) });

        Assert.DoesNotContain(fitted.ServerVersion!.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar);
        Assert.EndsWith("😀…", fitted.ServerVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fits_stays_as_it_is()
    {
        var status = new DiagnosisRequestStatus
        {
            Explanation = "Because of the key.",
            RootCause = Cause("No key DB_URL", ["e1"]),
            Evidence = [new EvidenceItem { Id = "e1", Kind = EvidenceKind.Event, Source = "event/checkout", Text = "couldn't find key" }],
        };

        Assert.True(JsonNode.DeepEquals(Json(status), Json(DiagnosisRequestStatusBounds.Fit(status))));
    }

    private static DiagnosisRequestStatus Diagnosis() => new()
    {
        LastHandledRequestedAt = Endless,
        Target = Endless,
        RootCause = Cause(Endless, Ids),
        AdditionalCauses = [.. Ids.Select(_ => Cause(Endless, Ids))],
        Findings = [.. Enumerable.Range(0, 300).Select(Finding)],
        Evidence = [.. Ids.Select(id => new EvidenceItem { Id = id, Kind = EvidenceKind.Log, Source = Endless, Text = Endless })],
        Explanation = Endless,
        Answer = Endless,
        Conversation = [.. Ids.Select(_ => new ConversationTurn { Question = Endless, Answer = Endless })],
        Model = new() { Backend = "ai/ollama", Model = Endless },
    };

    private static RootCause Cause(string summary, IReadOnlyList<string> evidence) =>
        new() { Summary = summary, Category = summary, Resource = Resource, Confidence = Confidence.High, Evidence = evidence };

    private static Finding Finding(int number) => new()
    {
        Id = $"f{number}",
        Severity = Severity.Critical,
        Category = Endless,
        Title = Endless,
        Resource = Resource,
        Explanation = Endless,
        Confidence = Confidence.High,
        Evidence = Ids,
        Remediation = [.. Enumerable.Repeat(new Remediation { Title = Endless, Command = Endless, Patch = Endless, Risk = RemediationRisk.Low }, 20)],
    };

    private static JsonNode Json<T>(T status) => JsonSerializer.SerializeToNode(status, typeof(T), ClusterCodeJsonContext.Default)!;
}
