using System.Text.Json;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Cli.Diagnosing;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Cli.Tests;

public sealed class ReportTests
{
    private static readonly ResourceReference Config = new() { Kind = "ConfigMap", Namespace = "shop", Name = "checkout-config" };

    private static readonly ExpertReport Report = new()
    {
        Outcome = ExpertOutcome.CauseFound,
        Message = "found",
        Severity = Severity.Critical,
        RootCause = new RootCause
        {
            Summary = "ConfigMap shop/checkout-config has no key DB_URL (container app); it has DATABASE_URL",
            Category = "MissingConfigMapKey", Resource = Config, Confidence = Confidence.High, Evidence = ["e1"],
        },
        Findings =
        [
            new Finding
            {
                Id = "f1", Severity = Severity.Critical, Category = "MissingConfigMapKey", Title = "no key DB_URL", Resource = Config,
                Confidence = Confidence.High, Evidence = ["e1"],
                Remediation = [new Remediation { Title = "Use the key that exists", Command = "kubectl edit deployment checkout -n shop", Risk = RemediationRisk.Medium }],
            },
        ],
        Evidence =
        [
            new EvidenceItem { Id = "e1", Kind = EvidenceKind.Status, Source = "pod/checkout-1 state.waiting", Text = "couldn't find key DB_URL\nin ConfigMap shop/checkout-config" },
            new EvidenceItem { Id = "e2", Kind = EvidenceKind.Event, Source = "event/x", Text = "cited by nothing" },
        ],
    };

    [Fact]
    public void For_people_the_cause_comes_first_then_its_evidence_then_what_to_do()
    {
        const string expected = """
            ConfigMap shop/checkout-config has no key DB_URL (container app); it has DATABASE_URL
              Critical, MissingConfigMapKey, confidence High, ConfigMap shop/checkout-config

            Evidence:
              [e1] pod/checkout-1 state.waiting
                  couldn't find key DB_URL
                  in ConfigMap shop/checkout-config

            What you may do:
              Use the key that exists (risk: Medium)
                  kubectl edit deployment checkout -n shop

            """;
        Assert.Equal(expected, ReportText.Of(Report));
    }

    [Fact]
    public void For_programs_it_has_the_fields_of_a_status()
    {
        using var json = JsonDocument.Parse(ReportJson.Of(Report));
        Assert.Equal("MissingConfigMapKey", json.RootElement.GetProperty("rootCause").GetProperty("category").GetString());
        Assert.Equal("Critical", json.RootElement.GetProperty("severity").GetString());
    }
}
