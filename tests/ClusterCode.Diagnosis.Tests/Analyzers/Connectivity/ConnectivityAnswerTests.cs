using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Connectivity;

/// <summary>What may not be read is never said to be missing or wrong, and what is proposed is exact.</summary>
public sealed class ConnectivityAnswerTests
{
    [Theory]
    [InlineData("routes/backend-missing", "Service", "", CauseCategories.IngressBackendMissing)]
    [InlineData("routes/backend-port", "Service", "", CauseCategories.RouteMismatch)]
    [InlineData("routes/class-missing", "IngressClass", "networking.k8s.io", CauseCategories.IngressClassMissing)]
    [InlineData("routes/class-absent", "IngressClass", "networking.k8s.io", CauseCategories.IngressClassMissing)]
    [InlineData("routes/no-class-at-all", "IngressClass", "networking.k8s.io", CauseCategories.IngressClassMissing)]
    [InlineData("routes/tls-secret-missing", "Secret", "", CauseCategories.IngressTlsSecretMissing)]
    [InlineData("services/selector-typo", "Pod", "", CauseCategories.ServiceSelectorMismatch)]
    [InlineData("services/without-selector", "Endpoints", "", CauseCategories.ServiceWithoutSelector)]
    [InlineData("services/without-selector", "EndpointSlice", "discovery.k8s.io", CauseCategories.ServiceWithoutSelector)]
    [InlineData("services/slice-stale", "EndpointSlice", "discovery.k8s.io", CauseCategories.EndpointSliceStale)]
    [InlineData("services/external-name-to-nothing", "Service", "", CauseCategories.ServiceMissing)]
    [InlineData("policies/service-target", "NetworkPolicy", "networking.k8s.io", CauseCategories.NetworkPolicyBlocks)]
    [InlineData("policies/peer-typo", "NetworkPolicy", "networking.k8s.io", CauseCategories.NetworkPolicyBlocks)]
    [InlineData("dependencies/host-typo", "Service", "", CauseCategories.DependencyAddressWrong)]
    [InlineData("dependencies/service-missing", "Service", "", CauseCategories.ServiceMissing)]
    [InlineData("dependencies/namespace-missing", "Namespace", "", CauseCategories.DependencyAddressWrong)]
    public async Task What_may_not_be_read_is_not_said_to_be_wrong(string scenario, string kind, string group, string category)
    {
        foreach (var status in new[] { LookupStatus.Forbidden, LookupStatus.Unavailable })
        {
            var (report, _) = await ConnectivityScenario.Load(scenario).Denying(kind, group, status).DiagnoseAsync();
            Assert.DoesNotContain(report.AdditionalCauses.Prepend(report.RootCause).OfType<RootCause>(), c => c.Category == category);
            Assert.DoesNotContain("does not exist", report.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_process_whose_Service_may_not_be_read_is_told_with_that_doubt()
    {
        var (report, _) = await ConnectivityScenario.Load("dependencies/service-missing").Denying("Service", "", LookupStatus.Forbidden).DiagnoseAsync();
        Assert.Equal(CauseCategories.DependencyUnreachable, report.RootCause!.Category);
        Assert.Contains("Services may not be read", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services/selector-typo", """kubectl patch service billing -n shop --type merge -p '{"spec":{"selector":{"app":"billing"}}}'""")]
    [InlineData("services/selector-other-key", """kubectl patch service web -n shop --type merge -p '{"spec":{"selector":{"app":null,"app.kubernetes.io/name":"web"}}}'""")]
    [InlineData("services/selector-second-label", """kubectl patch service api -n shop --type merge -p '{"spec":{"selector":{"tier":"backend"}}}'""")]
    [InlineData("services/without-selector", """kubectl patch service legacy -n shop --type merge -p '{"spec":{"selector":{"app":"legacy"}}}'""")]
    [InlineData("services/target-port", """kubectl patch service web -n shop --type json -p '[{"op":"add","path":"/spec/ports/0/targetPort","value":8080}]'""")]
    [InlineData("services/target-port-name", """kubectl patch service web -n shop --type json -p '[{"op":"add","path":"/spec/ports/0/targetPort","value":"http"}]'""")]
    [InlineData("services/second-port", """kubectl patch service web -n shop --type json -p '[{"op":"add","path":"/spec/ports/1/targetPort","value":9102}]'""")]
    [InlineData("services/protocol-udp", """kubectl patch service dns -n shop --type json -p '[{"op":"add","path":"/spec/ports/0/protocol","value":"TCP"}]'""")]
    [InlineData("routes/backend-missing", """kubectl patch ingress shop -n shop --type json -p '[{"op":"replace","path":"/spec/rules/0/http/paths/0/backend/service/name","value":"web"}]'""")]
    [InlineData("routes/backend-port", """kubectl patch ingress shop -n shop --type json -p '[{"op":"replace","path":"/spec/rules/0/http/paths/0/backend/service/port","value":{"number":80}}]'""")]
    [InlineData("routes/class-missing", """kubectl patch ingress shop -n shop --type merge -p '{"spec":{"ingressClassName":"nginx"}}'""")]
    [InlineData("routes/tls-secret-missing", """kubectl patch ingress shop -n shop --type json -p '[{"op":"replace","path":"/spec/tls/0/secretName","value":"shop-tsl"}]'""")]
    [InlineData("routes/backend-protocol", "kubectl annotate ingress shop -n shop --overwrite nginx.ingress.kubernetes.io/backend-protocol=HTTPS")]
    [InlineData("policies/peer-typo", """kubectl patch networkpolicy postgres -n shop --type json -p '[{"op":"add","path":"/spec/ingress/0/from/0/podSelector/matchLabels/app","value":"checkout"}]'""")]
    [InlineData("policies/wrong-port", """kubectl patch networkpolicy postgres -n shop --type json -p '[{"op":"add","path":"/spec/ingress/0/ports/-","value":{"port":5432,"protocol":"TCP"}}]'""")]
    [InlineData("dependencies/host-typo", "kubectl set env deployment/checkout -n shop -c app DB_HOST=postgres")]
    [InlineData("dependencies/host-in-configmap", """kubectl patch configmap checkout-config -n shop --type merge -p '{"data":{"DB_HOST":"postgres"}}'""")]
    [InlineData("dependencies/port-wrong", "kubectl set env deployment/checkout -n shop -c app DB_PORT=5432")]
    [InlineData("dependencies/localhost", "kubectl set env deployment/checkout -n shop -c app DB_HOST=postgres")]
    [InlineData("dependencies/dns-policy-default", """kubectl patch deployment/checkout -n shop --type merge -p '{"spec":{"template":{"spec":{"dnsPolicy":"ClusterFirst"}}}}'""")]
    public async Task What_is_known_is_proposed_as_a_command(string scenario, string command)
    {
        var (report, _) = await ConnectivityScenario.Load(scenario).DiagnoseAsync();
        var finding = report.Findings.First(f => f.Title == report.RootCause!.Summary);
        Assert.Equal(command, finding.Remediation[0].Command);
    }

    [Theory]
    [InlineData("services/healthy", "Healthy: Service web has 3 ready endpoints on port 80")]
    [InlineData("services/partly-ready", "Healthy: Service web has 2 ready endpoints on port 80; 1 of 3 pods is not ready")]
    [InlineData("services/external-name", "Healthy: Service mail is an alias of smtp.example.com")]
    [InlineData("services/without-selector-with-endpoints", "Healthy: Service oracle has no selector and 1 fixed endpoint on port 1521")]
    [InlineData("routes/healthy", "Healthy: Ingress shop leads to Service web, which has ready endpoints")]
    public async Task What_is_well_is_said_to_be(string scenario, string message) =>
        Assert.Equal(message, (await ConnectivityScenario.Load(scenario).DiagnoseAsync()).Report.Message);

    [Fact]
    public async Task A_command_is_made_of_plain_names_only()
    {
        foreach (var name in ConnectivityScenario.Names)
        {
            var (report, _) = await ConnectivityScenario.Load(name).DiagnoseAsync();
            Assert.All(report.Findings.SelectMany(f => f.Remediation), r => Assert.DoesNotMatch(@"[\n;`]|\$\(", r.Command ?? ""));
        }
    }
}
