using System.Text.RegularExpressions;
using ClusterCode.Operator.Detection;

namespace ClusterCode.Operator.Tests.Detection;

public sealed partial class WorkloadKeyTests
{
    [Fact]
    public void The_same_workload_always_has_the_same_name_and_hash()
    {
        var key = new WorkloadKey("shop", "apps", "Deployment", "checkout");
        Assert.Equal("checkout-453ee8d1", key.DiagnosisName());
        Assert.Equal(16, key.Hash().Length);
        Assert.Equal("Deployment shop/checkout", key.ToString());
    }

    [Fact]
    public void Every_part_of_the_key_counts()
    {
        string[] hashes =
        [
            new WorkloadKey("shop", "apps", "Deployment", "checkout").Hash(),
            new WorkloadKey("test", "apps", "Deployment", "checkout").Hash(),
            new WorkloadKey("shop", "", "Deployment", "checkout").Hash(),
            new WorkloadKey("shop", "apps", "StatefulSet", "checkout").Hash(),
            new WorkloadKey("shop", "apps", "Deployment", "ledger").Hash(),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(54)]
    [InlineData(55)]
    [InlineData(253)]
    public void The_name_is_a_DNS_label_however_long_the_workloads_is(int length)
    {
        var name = new WorkloadKey("shop", "apps", "Deployment", new string('a', length)).DiagnosisName();
        Assert.InRange(name.Length, 1, 63);
        Assert.Matches(DnsName(), name);
    }

    [Fact]
    public void A_name_that_is_cut_at_a_hyphen_or_dot_stays_valid() =>
        Assert.Matches(DnsName(), new WorkloadKey("shop", "", "Pod", new string('a', 52) + "-." + new string('b', 20)).DiagnosisName());

    [Fact]
    public void Long_names_that_begin_alike_stay_apart() =>
        Assert.NotEqual(
            new WorkloadKey("shop", "", "Pod", new string('a', 60) + "1").DiagnosisName(),
            new WorkloadKey("shop", "", "Pod", new string('a', 60) + "2").DiagnosisName());

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex DnsName();
}
