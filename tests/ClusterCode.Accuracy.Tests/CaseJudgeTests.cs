using ClusterCode.Accuracy.Catalog;
using ClusterCode.Accuracy.Judging;
using ClusterCode.Accuracy.Measuring;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Accuracy.Tests;

public sealed class CaseJudgeTests
{
    private static readonly CaseExpectation Expected = new()
    {
        Target = "Service/web",
        Category = ["ServiceSelectorMismatch"],
        Resource = "Service/web",
        Summary = ["app=web", "app=nginx"],
        MustNot = ["NetworkPolicy"],
    };

    [Fact]
    public void What_is_said_as_expected_is_right() =>
        Assert.True(CaseJudge.Judge(Expected, Saying("Service web selects App=web; its pods carry app=nginx")).IsRight);

    [Fact]
    public void A_missing_word_makes_the_summary_incomplete()
    {
        var verdict = CaseJudge.Judge(Expected, Saying("Service web selects app=web"));
        Assert.False(verdict.SummaryComplete);
        Assert.True(verdict is { CategoryCorrect: true, ResourceCorrect: true, IsRight: false });
    }

    [Fact]
    public void A_forbidden_word_is_a_wrong_statement() =>
        Assert.Single(CaseJudge.Judge(Expected, Saying("app=web app=nginx, or a NetworkPolicy")).WrongStatements);

    [Theory]
    [InlineData("AppError", Confidence.Medium, 1)]
    [InlineData("AppError", Confidence.Low, 0)]
    [InlineData("Unknown", Confidence.Medium, 0)]
    [InlineData("ServiceSelectorMismatch", Confidence.Medium, 0)]
    public void Another_root_cause_than_the_right_one_is_a_wrong_statement_unless_it_claims_little(string category, Confidence confidence, int wrong)
    {
        var said = Saying("app=web app=nginx");
        var cause = said.Report.RootCause! with { Category = category, Confidence = confidence };
        Assert.Equal(wrong, CaseJudge.Judge(Expected, said with { Report = said.Report with { RootCause = cause } }).WrongStatements.Count);
    }

    [Fact]
    public void A_cause_beside_the_root_that_nobody_expects_is_a_wrong_statement()
    {
        var said = Saying("app=web app=nginx", Cause("MissingSecret", "Secret", "key", "Secret key is missing"));
        Assert.Single(CaseJudge.Judge(Expected, said).WrongStatements);
        Assert.True(CaseJudge.Judge(Expected with { Additional = ["MissingSecret"] }, said).IsRight);
        Assert.True(CaseJudge.Judge(Expected with { MayAlso = ["MissingSecret"] }, said).IsRight);
    }

    [Fact]
    public void An_expected_cause_beside_the_root_must_be_there() =>
        Assert.False(CaseJudge.Judge(Expected with { Additional = ["MissingSecret"] }, Saying("app=web app=nginx")).SummaryComplete);

    [Fact]
    public void A_healthy_scenario_must_be_called_healthy()
    {
        var expected = new CaseExpectation { Healthy = true };
        Assert.Single(CaseJudge.Judge(expected, Saying("app=web")).WrongStatements);
        Assert.True(CaseJudge.Judge(expected, Measured(new ExpertReport { Outcome = ExpertOutcome.Healthy, Message = "Healthy" })).IsRight);
    }

    [Fact]
    public void A_diagnosis_that_reads_too_much_is_not_right() =>
        Assert.False(CaseJudge.Judge(Expected with { Requests = 1 }, Saying("app=web app=nginx")).IsRight);

    private static MeasuredReport Saying(string summary, params RootCause[] additional) => Measured(new ExpertReport
    {
        Outcome = ExpertOutcome.CauseFound,
        Message = summary,
        RootCause = Cause("ServiceSelectorMismatch", "Service", "web", summary),
        AdditionalCauses = additional,
    });

    private static MeasuredReport Measured(ExpertReport report) => new(report, ["get Service", "list Pod"], TimeSpan.Zero, TimeSpan.Zero);

    private static RootCause Cause(string category, string kind, string name, string summary) => new()
    {
        Summary = summary,
        Category = category,
        Resource = new ResourceReference { Kind = kind, Name = name },
        Confidence = Confidence.High,
        Evidence = [],
    };
}
