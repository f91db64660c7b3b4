using System.Text;
using ClusterCode.Diagnosis.Experts;

namespace ClusterCode.Diagnosis.Tests.Properties;

/// <summary>What holds of every report, whatever the cluster says.</summary>
internal static class ReportChecks
{
    public static void AssertIsSound(ExpertReport report, string input)
    {
        Assert.NotEmpty(report.Message);
        Assert.DoesNotContain("could not be gathered", report.Message, StringComparison.Ordinal);
        AssertIsClean(report.Message, 6000, lines: false);
        foreach (var cause in report.AdditionalCauses.Concat(report.RootCause is { } root ? [root] : []))
        {
            AssertIsClean(cause.Summary, 600, lines: false);
            Assert.NotEmpty(cause.Summary);
        }

        Assert.InRange(report.Findings.Count, 0, 60);
        Assert.InRange(report.AdditionalCauses.Count, 0, 20);
        foreach (var finding in report.Findings)
        {
            AssertIsClean(finding.Title, 600, lines: false);
            AssertIsClean(finding.Explanation ?? "", 2048, lines: true);
            Assert.Contains(finding.Resource.Name, input, StringComparison.Ordinal);
            foreach (var remedy in finding.Remediation)
            {
                AssertIsClean(remedy.Title, 4096, lines: true);
                AssertIsClean(remedy.Command ?? "", 8192, lines: true);
            }
        }

        Assert.InRange(report.Evidence.Sum(e => Encoding.UTF8.GetByteCount(e.Text)), 0, 256 * 1024);
        Assert.All(report.Evidence, e => AssertIsClean(e.Text, 2048, lines: true));
    }

    private static void AssertIsClean(string text, int maxBytes, bool lines)
    {
        Assert.True(Encoding.UTF8.GetByteCount(text) <= maxBytes, $"{Encoding.UTF8.GetByteCount(text)} bytes: {text[..Math.Min(300, text.Length)]}");
        Assert.DoesNotContain(text, c => (char.IsControl(c) && !(lines && c is '\n' or '\t')) || c is '\u202e' or '\u200b');
    }
}
