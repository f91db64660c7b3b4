using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;

namespace ClusterCode.Diagnosis.Tests.Analyzers;

/// <summary>Objects of kinds that nothing here has a model of are judged by their own conditions.</summary>
public sealed class ConditionsTests
{
    private const string Certificate = """
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web, namespace: shop}
        spec: {secretName: web-tls, issuerRef: {name: letsencrypt, kind: Issuer, group: cert-manager.io}}
        status:
          conditions:
            - {type: Ready, status: "False", reason: DoesNotExist, message: "Issuing certificate as Secret does not exist", lastTransitionTime: "2026-11-22T12:00:00Z"}
        ---
        apiVersion: cert-manager.io/v1
        kind: Issuer
        metadata: {name: letsencrypt, namespace: shop}
        status: {conditions: [{type: Ready, status: "False", reason: ErrRegisterACMEAccount, message: "Failed to register ACME account: 429 rate limited", lastTransitionTime: "2026-11-22T11:00:00Z"}]}
        """;

    private const string Route = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web, namespace: shop}
        spec: {parentRefs: [{name: public}], rules: [{backendRefs: [{name: api, port: 80}]}]}
        status:
          parents:
            - parentRef: {name: public}
              conditions:
                - {type: Accepted, status: "True", reason: Accepted}
                - {type: ResolvedRefs, status: "False", reason: BackendNotFound, message: 'Service "api" not found'}
        """;

    [Fact]
    public async Task The_object_behind_that_says_why_is_the_cause()
    {
        var report = await DiagnoseAsync(Certificate, "Certificate", "web", "cert-manager.io/v1");
        Assert.Equal(CauseCategories.ResourceNotReady, report.RootCause!.Category);
        Assert.Equal("Issuer letsencrypt is Ready=False since 3 h (ErrRegisterACMEAccount): Failed to register ACME account: 429 rate limited", report.RootCause.Summary);
        Assert.Equal(["Issuer", "Certificate"], report.Findings.Select(f => f.Resource.Kind));
    }

    [Fact]
    public async Task A_route_that_its_parent_rejects_is_named_with_the_reason()
    {
        var report = await DiagnoseAsync(Route, "httproute", "web", "gateway.networking.k8s.io/v1");
        Assert.Equal(CauseCategories.GatewayRouteRejected, report.RootCause!.Category);
        Assert.Equal("HTTPRoute web is ResolvedRefs=False at Gateway public (BackendNotFound): Service \"api\" not found", report.RootCause.Summary);
    }

    [Theory]
    [InlineData("{conditions: [{type: Ready, status: 'False', message: no}, {type: Stalled, status: 'True', reason: Bad, message: the chart is broken}]}", "Stalled=True (Bad): the chart is broken")]
    [InlineData("{conditions: [{type: ComparisonError, message: cannot reach the repository}]}", "ComparisonError: cannot reach the repository")]
    [InlineData("{conditions: [{type: Degraded, status: 'True', reason: X}]}", "Degraded=True (X), and its condition says nothing more")]
    [InlineData("{listeners: [{name: https, conditions: [{type: ResolvedRefs, status: 'False', reason: InvalidCertificateRef, message: no secret}]}]}", "ResolvedRefs=False at listener https (InvalidCertificateRef): no secret")]
    public async Task The_most_particular_condition_is_told(string status, string words) =>
        Assert.Contains(words, (await DiagnoseAsync(Widget(status), "Widget", "w", "example.com/v1")).RootCause!.Summary, StringComparison.Ordinal);

    [Theory]
    [InlineData("{conditions: [{type: Ready, status: 'True'}, {type: Stalled, status: 'False'}, {type: Failed, status: 'False'}]}")]
    [InlineData("{conditions: [{type: Ready, status: 'Unknown'}]}")]
    [InlineData("{conditions: [{type: Reconciling, status: 'True'}, {type: Ready, status: 'False', lastTransitionTime: '2026-11-22T14:59:30Z'}]}")]
    [InlineData("{conditions: [5, null, {type: 3}], parents: {}}")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task What_is_fine_or_only_under_way_is_no_failure(string status)
    {
        var report = await DiagnoseAsync(Widget(status), "Widget", "w", "example.com/v1");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Equal("Healthy: nothing is wrong with Widget shop/w", report.Message);
    }

    [Fact]
    public async Task A_kind_that_the_cluster_does_not_serve_is_refused_with_those_that_are_alike()
    {
        var report = await DiagnoseAsync(Certificate, "Certificat", "web", "cert-manager.io/v1");
        Assert.Equal(ExpertOutcome.TargetNotSupported, report.Outcome);
        Assert.Contains("Is it Certificate?", report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LookupStatus.Forbidden, ExpertOutcome.TargetForbidden, "may not read Certificate web")]
    [InlineData(LookupStatus.Missing, ExpertOutcome.TargetNotFound, "does not exist in namespace shop")]
    [InlineData(LookupStatus.Unavailable, ExpertOutcome.Unreadable, "could not be read")]
    public async Task What_cannot_be_read_is_said(LookupStatus status, ExpertOutcome outcome, string words)
    {
        var recording = Recording(Certificate);
        recording.Deny("Certificate", status, group: "cert-manager.io");
        var report = await TestExpert.Over(new RecordedClusterView(recording)).DiagnoseAsync(Subject("Certificate", "web", "cert-manager.io/v1"), default);
        Assert.Equal(outcome, report.Outcome);
        Assert.Contains(words, report.Message, StringComparison.Ordinal);
    }

    private static string Widget(string status) => $"{{apiVersion: example.com/v1, kind: Widget, metadata: {{name: w, namespace: shop}}, status: {status}}}";

    private static Task<ExpertReport> DiagnoseAsync(string objects, string kind, string name, string apiVersion) =>
        TestExpert.Over(new RecordedClusterView(Recording(objects))).DiagnoseAsync(Subject(kind, name, apiVersion), default);

    private static DiagnosisSubject Subject(string kind, string name, string apiVersion) =>
        new() { Namespace = "shop", Target = new DiagnosisTarget { ApiVersion = apiVersion, Kind = kind, Name = name } };

    private static ClusterRecording Recording(string objects)
    {
        var recording = new ClusterRecording { RecordedAt = RecordedCase.Now };
        recording.AddText(objects, "objects.yaml");
        return recording;
    }
}
