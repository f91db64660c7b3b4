using System.Reflection;
using System.Text;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Failures;
using ClusterCode.Testing;

namespace ClusterCode.Diagnosis.Tests.Failures;

public sealed class FailureCatalogTests
{
    [Fact]
    public void Every_category_is_explained_once()
    {
        var categories = typeof(CauseCategories).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
        Assert.Equal(categories.Order(StringComparer.Ordinal), FailureCatalog.Groups.SelectMany(g => g.Kinds).Select(k => k.Category).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_for_people_says_what_the_expert_says()
    {
        var path = Repository.PathOf("docs", "failures.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, FailureCatalog.ToMarkdown(), new UTF8Encoding(false));
        }

        Assert.Equal(File.ReadAllText(path), FailureCatalog.ToMarkdown(), ignoreLineEndingDifferences: true);
    }
}
