using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Probes;

public sealed class ProbeAnalyzersTests
{
    private const string Refused = "probe failed: Get \"http://10.0.0.1:8081/\": dial tcp 10.0.0.1:8081: connect: connection refused";

    [Fact]
    public void A_liveness_probe_on_the_wrong_port_is_named_with_the_right_one()
    {
        var finding = Assert.Single(Killed(Http(8081), Port(8080, "http")).Event("Killing", "Container app failed liveness probe, will be restarted", "app").Event("Unhealthy", "Liveness " + Refused, "app").Judge());
        Assert.Equal("Liveness probe of container app asks port 8081; the container listens on 8080 (containerPort http)", finding.Title);
        Assert.Equal((CauseCategories.LivenessKilled, Confidence.High), (finding.Category, finding.Confidence));
        Assert.Contains("    port: 8080", finding.Remediation[0].Patch, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_asks_for_a_port_name_that_does_not_exist_is_named()
    {
        var probe = new V1Probe { HttpGet = new V1HTTPGetAction { Port = "htpp", Path = "/" } };
        Assert.Equal(
            "Liveness probe of container app asks port \"htpp\", and no containerPort has that name; declared are 8080 (containerPort http)",
            Assert.Single(Killed(probe, Port(8080, "http")).Event("Killing", "Container app failed liveness probe, will be restarted", "app").Judge()).Title);
    }

    [Fact]
    public void The_port_that_the_process_says_it_listens_on_is_named()
    {
        var finding = Assert.Single(Killed(Http(8081)).Event("Unhealthy", "Liveness " + Refused, "app").Log("app", "INFO Server listening on port 3000").Judge());
        Assert.Equal("Liveness probe of container app asks port 8081, where nothing listens; the process says that it listens on 3000", finding.Title);
    }

    [Fact]
    public void A_start_that_is_too_slow_for_the_probe_is_explained()
    {
        var finding = Assert.Single(Killed(Http(8080), Port(8080, "http")).Event("Killing", "Container app failed liveness probe, will be restarted", "app").Event("Unhealthy", "Liveness " + Refused, "app").Judge());
        Assert.Equal("Liveness probe of container app is refused on port 8080: nothing listens there yet; the kubelet kills it 2 s after each start", finding.Title);
        Assert.Contains("there is no startupProbe", finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_by_the_startup_probe_is_told_from_the_liveness_probes()
    {
        var pod = new PodBuilder().Crashing("app", 137, change: container => container.StartupProbe = new V1Probe { Exec = new V1ExecAction { Command = ["cat", "/tmp/up"] } });
        var finding = Assert.Single(Case.Of(pod).Event("Killing", "Container app failed startup probe, will be restarted", "app").Event("Unhealthy", "Startup probe failed: cat: can't open '/tmp/up': No such file or directory", "app").Judge());
        Assert.Equal("Startup probe of container app runs \"cat /tmp/up\", which fails: cat: can't open '/tmp/up': No such file or directory; the kubelet kills it 2 s after each start", finding.Title);
    }

    [Fact]
    public void A_process_that_answers_the_kill_with_exit_code_zero_is_still_killed_by_the_probe()
    {
        var pod = new PodBuilder().Crashing("app", 0, "Completed", change: container => container.LivenessProbe = Http(8080));
        Assert.Equal(CauseCategories.LivenessKilled, Assert.Single(Case.Of(pod).Event("Killing", "Container app failed liveness probe, will be restarted", "app").Judge()).Category);
    }

    [Fact]
    public void A_crash_long_after_a_probe_failed_is_not_the_probes_doing()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.LivenessProbe = Http(8080));
        var finding = Assert.Single(Case.Of(pod).Event("Killing", "Container app failed liveness probe, will be restarted", "app", lastSeen: RecordedCase.Now.UtcDateTime.AddHours(-1)).Log("app", "ERROR: no").Judge());
        Assert.Equal(CauseCategories.AppError, finding.Category);
    }

    [Theory]
    [InlineData("HTTP probe failed with statuscode: 503", "Readiness probe of container app gets status 503 for /ready on port 8080: the process itself says that it is not well")]
    [InlineData("HTTP probe failed with statuscode: 401", "Readiness probe of container app gets status 401 for /ready on port 8080; the probe carries no credentials")]
    [InlineData("Get \"http://10.0.0.1:8080/ready\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "Readiness probe of container app gets no answer for /ready on port 8080 within 1 s (timeoutSeconds)")]
    [InlineData("Get \"https://10.0.0.1:8080/ready\": http: server gave HTTP response to HTTPS client", "Readiness probe of container app speaks HTTPS on port 8080, which answers in plain HTTP; scheme HTTP is probably meant")]
    public void What_a_readiness_probe_gets_is_named(string message, string title)
    {
        var finding = Assert.Single(Case.Of(NotReady()).Event("Unhealthy", "Readiness probe failed: " + message, "app").Judge());
        Assert.Equal((CauseCategories.ReadinessFailing, title), (finding.Category, finding.Title));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(15, 1)]
    public void One_that_was_ready_gets_a_moment_to_come_back(int secondsAgo, int findings)
    {
        var pod = NotReady().With(pod => pod.Status.Conditions =
            [new V1PodCondition { Type = "ContainersReady", Status = "False", LastTransitionTime = RecordedCase.Now.UtcDateTime.AddSeconds(-secondsAgo) }]);
        Assert.Equal(findings, Case.Of(pod).Event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "app").Judge().Count);
    }

    [Fact]
    public void The_services_that_lose_the_pod_are_named()
    {
        V1Service[] services =
        [
            Service("web", ("app", "checkout")),
            Service("other", ("app", "other")),
            Service("everything"),
            Service("api", ("app", "checkout")),
        ];
        var finding = Assert.Single(Case.Of(NotReady().Labelled("app", "checkout")).File(file => file with { Services = Lookup.Found<IReadOnlyList<V1Service>>(services) })
            .Event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "app").Judge());
        Assert.EndsWith("(Services api and web get no endpoint from it)", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_event_the_cause_is_a_guess() => Assert.Equal(Confidence.Low, Assert.Single(Case.Of(NotReady()).Judge()).Confidence);

    [Fact]
    public void A_container_that_has_just_started_gets_its_time()
    {
        var pod = NotReady().With(pod => pod.Status.ContainerStatuses[0].State.Running.StartedAt = RecordedCase.Now.UtcDateTime.AddSeconds(-5));
        Assert.Empty(Case.Of(pod).Event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "app").Judge());
    }

    [Fact]
    public void An_old_unhealthy_event_of_a_ready_container_is_noise() => Assert.Empty(
        Case.Of(new PodBuilder().Container("app", container => container.ReadinessProbe = Http(8080))).Event("Unhealthy", "Readiness " + Refused, "app").Event("MissingClusterDNS", "kubelet does not have ClusterDNS IP configured").Judge());

    [Fact]
    public void A_container_that_crashes_is_not_also_unready()
    {
        var pod = new PodBuilder().Crashing("app", 1, change: container => container.ReadinessProbe = Http(8080));
        Assert.Equal([CauseCategories.AppError], Case.Of(pod).Event("Unhealthy", "Readiness " + Refused, "app").Log("app", "ERROR: no").Judge().Select(finding => finding.Category));
    }

    private static PodBuilder NotReady() => new PodBuilder().NotReady("app", container => container.ReadinessProbe = new V1Probe { HttpGet = new V1HTTPGetAction { Path = "/ready", Port = 8080 } });

    private static Case Killed(V1Probe liveness, params V1ContainerPort[] ports) => Case.Of(new PodBuilder().Crashing("app", 137, change: container =>
    {
        container.LivenessProbe = liveness;
        container.Ports = ports;
    }));

    private static V1Probe Http(int port) => new() { HttpGet = new V1HTTPGetAction { Path = "/", Port = port }, InitialDelaySeconds = 3, PeriodSeconds = 3, FailureThreshold = 2 };

    private static V1ContainerPort Port(int number, string name) => new() { ContainerPort = number, Name = name };

    private static V1Service Service(string name, params (string Key, string Value)[] selector) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1ServiceSpec { Selector = selector.ToDictionary(pair => pair.Key, pair => pair.Value) },
    };
}
