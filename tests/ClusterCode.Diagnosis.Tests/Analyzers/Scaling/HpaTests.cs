using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Scaling;

/// <summary>Conditions of HorizontalPodAutoscalers, with texts of v1.20 to v1.36.</summary>
public sealed class HpaTests
{
    private const string Count = "the HPA was unable to compute the replica count: ";

    [Theory]
    [InlineData("FailedGetResourceMetric", Count + "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)", "metrics-server is not installed")]
    [InlineData("FailedGetResourceMetric", Count + "failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)", "metrics-server is down")]
    [InlineData("FailedGetResourceMetric", Count + "failed to get cpu utilization: missing request for cpu in container proxy of Pod web-1-a", "container proxy of Deployment web has no cpu request")]
    [InlineData("FailedGetResourceMetric", Count + "missing request for cpu", "container app of Deployment web has no cpu request")]
    [InlineData("FailedGetPodsMetric", Count + "unable to get metric http_requests: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered", "no adapter serves the custom metrics API (custom.metrics.k8s.io), from which it wants metric http_requests")]
    [InlineData("FailedGetResourceMetric", Count + "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)", "there are no metrics of its pods")]
    [InlineData("InvalidMetricSourceType", Count + "invalid metric source type: unknown", "invalid metric source type")]
    public async Task Metrics_that_cannot_be_had_are_told_with_why(string reason, string message, string words)
    {
        var report = await Diagnose(Autoscaler("web", ("ScalingActive", "False", reason, message)));
        Assert.Equal((CauseCategories.HpaMetricsMissing, "HorizontalPodAutoscaler shop/web", Severity.Warning), (report.RootCause!.Category, report.RootCause.Resource.ToString(), report.Severity!.Value));
        Assert.Contains(words, report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_of_a_new_autoscaler_are_waited_for()
    {
        var scaler = Autoscaler("web", ("ScalingActive", "False", "FailedGetResourceMetric", "no metrics returned from resource metrics API"));
        scaler.Status.Conditions[0].LastTransitionTime = DeploymentBuilder.Ago(1);
        Assert.Equal(ExpertOutcome.Healthy, (await Diagnose(scaler)).Outcome);
    }

    [Fact]
    public async Task A_target_that_does_not_exist_is_told_with_its_near_miss()
    {
        var report = await Diagnose(Autoscaler("wbe", ("AbleToScale", "False", "FailedGetScale", "the HPA controller was unable to get the target's current scale: deployments/scale.apps \"wbe\" not found")));
        Assert.Equal((CauseCategories.HpaTargetMissing, "HorizontalPodAutoscaler web scales Deployment wbe, which does not exist; web does"), (report.RootCause!.Category, report.RootCause.Summary));
        Assert.Equal(report.RootCause.Summary, (await Diagnose(Autoscaler("wbe"))).RootCause!.Summary);
    }

    [Fact]
    public async Task A_target_whose_existence_may_not_be_read_is_missing_only_if_the_API_says_so()
    {
        var condition = ("AbleToScale", "False", "FailedGetScale", "the HPA controller was unable to get the target's current scale: deployments.apps \"web\" is forbidden");
        var view = View(Autoscaler("web", condition)).Answering<V1Deployment>(LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "HorizontalPodAutoscaler", "web");
        Assert.DoesNotContain("does not exist", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_its_maximum_it_says_what_it_measures()
    {
        var scaler = Autoscaler("web", ("ScalingLimited", "True", "TooManyReplicas", "the desired replica count is more than the maximum replica count"));
        (scaler.Status.CurrentReplicas, scaler.Status.DesiredReplicas) = (5, 5);
        scaler.Spec.Metrics = [new V2MetricSpec { Type = "Resource", Resource = new V2ResourceMetricSource { Name = "cpu", Target = new V2MetricTarget { AverageUtilization = 50 } } }];
        scaler.Status.CurrentMetrics = [new V2MetricStatus { Type = "Resource", Resource = new V2ResourceMetricStatus { Name = "cpu", Current = new V2MetricValueStatus { AverageUtilization = 180 } } }];
        var report = await Diagnose(scaler);
        Assert.Equal(
            (CauseCategories.HpaAtMaximum, "HorizontalPodAutoscaler web runs Deployment web at its maxReplicas of 5 and would need more: cpu is at 180 % of the request, its target is 50 %"),
            (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task One_that_scales_is_healthy() =>
        Assert.Equal(ExpertOutcome.Healthy, (await Diagnose(Autoscaler("web", ("AbleToScale", "True", "ReadyForNewScale", ""), ("ScalingActive", "True", "ValidMetricFound", ""), ("ScalingLimited", "False", "DesiredWithinRange", "")))).Outcome);

    private static Task<ExpertReport> Diagnose(V2HorizontalPodAutoscaler scaler) => TestExpert.DiagnoseAsync(View(scaler), "shop", "HorizontalPodAutoscaler", "web");

    private static InMemoryClusterView View(V2HorizontalPodAutoscaler scaler) => new DeploymentBuilder(1)
        .Revision(1, 600, 1)
        .Pod("web-1-a", 1, p => p.Container("app"))
        .And(scaler)
        .View();

    private static V2HorizontalPodAutoscaler Autoscaler(string target, params (string Type, string Status, string Reason, string Message)[] conditions) => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = "shop" },
        Spec = new V2HorizontalPodAutoscalerSpec { MinReplicas = 1, MaxReplicas = 5, ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = target } },
        Status = new V2HorizontalPodAutoscalerStatus
        {
            CurrentReplicas = 1,
            Conditions = [.. conditions.Select(c => new V2HorizontalPodAutoscalerCondition { Type = c.Type, Status = c.Status, Reason = c.Reason, Message = c.Message, LastTransitionTime = DeploymentBuilder.Ago(30) })],
        },
    };
}
