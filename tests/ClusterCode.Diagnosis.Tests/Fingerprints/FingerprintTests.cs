using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Fingerprints;

namespace ClusterCode.Diagnosis.Tests.Fingerprints;

public sealed class FingerprintTests
{
    private static readonly ResourceReference Checkout = new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "checkout" };

    [Fact]
    public void It_never_changes_between_versions_of_the_operator() =>
        Assert.Equal("956127f4476a9f78", Fingerprint.Of("shop", Checkout, "app", "AppError", "boom"));

    [Fact]
    public void Every_part_tells_failures_apart()
    {
        string[] all =
        [
            Fingerprint.Of("shop", Checkout, "app", "AppError", "boom"),
            Fingerprint.Of("shop2", Checkout, "app", "AppError", "boom"),
            Fingerprint.Of("shop", Checkout with { Name = "ledger" }, "app", "AppError", "boom"),
            Fingerprint.Of("shop", Checkout with { Kind = "StatefulSet" }, "app", "AppError", "boom"),
            Fingerprint.Of("shop", Checkout, "web", "AppError", "boom"),
            Fingerprint.Of("shop", Checkout, "app", "OOMKilled", "boom"),
            Fingerprint.Of("shop", Checkout, "app", "AppError", "bang"),
            Fingerprint.Of("shop", Checkout, null, "appAppError", "boom"),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, f => Assert.Matches("^[0-9a-f]{16}$", f));
        Assert.Equal(all[0], Fingerprint.Of("shop", Checkout with { ApiVersion = null }, "app", "AppError", "boom"));
    }
}
