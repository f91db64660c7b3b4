using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.LogTold;

/// <summary>Pods that run and are ready, with logs that say otherwise, and with logs that only sound so.</summary>
public sealed class LogErrorsTests
{
    [Fact]
    public async Task Errors_that_go_on_are_told_with_their_number_and_beginning()
    {
        var report = await DiagnoseAsync(Lines(40, i => $"INFO handled order {i}"), Lines(12, i => $"ERROR cannot price order {100 + i}: rate for CHF is negative", from: 40));
        Assert.Equal(CauseCategories.LogErrors, report.RootCause!.Category);
        Assert.Contains("12 times since 2026-11-22 14:40:00Z (not once in the 40 min before)", report.RootCause.Summary, StringComparison.Ordinal);
        Assert.Contains("rate for CHF is negative", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ERROR cannot charge\nTraceback (most recent call last):\n  File \"/app/pay.py\", line 9, in charge\nValueError: no rate for CHF", "cannot charge: ValueError: no rate for CHF at /app/pay.py:9 12 times")]
    [InlineData("ERROR ValueError: no rate for CHF\nTraceback (most recent call last):\n  File \"/app/pay.py\", line 9, in charge\nValueError: no rate for CHF", "logs ValueError: no rate for CHF at /app/pay.py:9 12 times")]
    [InlineData("fail: Shop.Pay[7]\n      Cannot charge.\n      System.InvalidOperationException: no rate for CHF\n         at Shop.Pay.Charge() in /src/Pay.cs:line 9", "logs Cannot charge. System.InvalidOperationException: no rate for CHF 12 times")]
    [InlineData("crit: Shop.Pay[7]\n      The pump has stopped.", "logs The pump has stopped. 12 times")]
    public async Task What_a_logger_writes_in_several_lines_is_one_error(string error, string told)
    {
        var log = string.Join('\n', Enumerable.Range(0, 12).Select(i => $"INFO handled order {i}\n{error}"));
        Assert.Contains(told, (await DiagnoseAsync(log.Split('\n'))).RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_right_before_is_told()
    {
        var report = await DiagnoseAsync(Lines(20, i => $"INFO handled order {i}"), Lines(1, _ => "INFO configuration reloaded: currency=XXX", 20), Lines(9, i => $"ERROR cannot price order {i}: unknown currency XXX", 21));
        Assert.Contains("right before it says: configuration reloaded: currency=XXX", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FATAL worker pool died, serving without workers")]
    [InlineData("ERROR failed to reload configuration: line 4: unknown key 'tiemout'; keeping the old one")]
    [InlineData("ERROR java.lang.OutOfMemoryError: Java heap space")]
    [InlineData("ERROR pq: relation \"orders\" does not exist")]
    public async Task One_error_that_does_not_pass_by_itself_is_enough(string error)
    {
        var report = await DiagnoseAsync(Lines(100, i => $"INFO handled order {i}"), Lines(1, _ => error, 100), Lines(100, i => $"INFO handled order {i}", 101));
        Assert.Equal(CauseCategories.LogErrors, report.RootCause!.Category);
    }

    [Fact]
    public async Task An_outage_that_has_passed_is_told_as_such()
    {
        var report = await DiagnoseAsync(
            Lines(40, i => $"INFO handled order {i}"), Lines(15, _ => "ERROR dial tcp 10.0.0.5:5432: connect: connection refused", 40), Lines(60, i => $"INFO handled order {i}", 55));
        Assert.Contains("and has not since", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Contains("between 2026-11-22 14:40:00Z and 2026-11-22 14:54:00Z", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Growing_latency_is_told()
    {
        var report = await DiagnoseAsync(Lines(30, i => string.Create(CultureInfo.InvariantCulture, $"INFO GET /price took {20 + (i * i * 6)} ms")));
        Assert.Equal(CauseCategories.LogErrors, report.RootCause!.Category);
        Assert.Contains("takes 3.8 s, up from", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Growing_memory_is_told()
    {
        var report = await DiagnoseAsync(Lines(20, i => string.Create(CultureInfo.InvariantCulture, $"INFO gc done, heap used {100 + (i * 20)} MB")));
        Assert.Contains("memory grows from 100 MiB to 480 MiB", report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_cascade_the_service_that_lost_its_own_dependency_is_the_root()
    {
        var view = new InMemoryClusterView()
            .With(Pod("web", "web"), Pod("ledger", "ledger"), Service("ledger"))
            .WithLog("web", "app", Lines(12, _ => "ERROR GET http://ledger:8080/rates: 503 Service Unavailable", 10))
            .WithLog("ledger", "app", Lines(12, _ => "ERROR rates cannot be loaded: table is empty", 9));
        var report = await TestExpert.DiagnoseAsync(view, "shop");
        Assert.Equal((CauseCategories.LogErrors, "ledger"), (report.RootCause!.Category, report.RootCause.Resource.Name));
        Assert.Contains("table is empty", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WARN slow query (120 ms)")]
    [InlineData("INFO error handler installed")]
    [InlineData("INFO errors=0 timeouts=0")]
    [InlineData("ERROR dial tcp 10.0.0.5:5432: connect: connection refused")]
    [InlineData("WARN retrying in 2s: dial tcp 10.0.0.5:5432: connect: connection refused")]
    [InlineData("10.1.1.1 - - [22/Nov/2026:15:00:00 +0000] \"GET /favicon.ico HTTP/1.1\" 404 157")]
    [InlineData("ERROR user bob entered a wrong coupon")]
    public async Task The_noise_of_a_process_that_works_is_no_failure(string noise)
    {
        var report = await DiagnoseAsync(Lines(30, i => $"INFO handled order {i}"), Lines(2, _ => noise, 30), Lines(30, i => $"INFO handled order {i} in 12 ms", 32));
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
    }

    [Fact]
    public async Task A_healthy_pod_costs_one_log_and_a_log_that_may_not_be_read_is_no_error()
    {
        var view = new InMemoryClusterView().With(Pod("web", "web")).AnsweringLogs(ClusterCode.Diagnosis.Views.LookupStatus.Forbidden);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "web");
        Assert.Equal(ExpertOutcome.Healthy, report.Outcome);
        Assert.Single(view.Requests, request => request.StartsWith("log", StringComparison.Ordinal));
        Assert.InRange(view.Requests.Count, 1, 6);
    }

    private static string Lines(int count, Func<int, string> line, int from = 0) =>
        string.Join('\n', Enumerable.Range(0, count).Select(i => $"{RecordedCase.Now.UtcDateTime.Date.AddHours(14).AddMinutes(from + i):yyyy-MM-ddTHH:mm:ssZ} {line(i)}"));

    private static Task<ExpertReport> DiagnoseAsync(params string[] parts) =>
        TestExpert.DiagnoseAsync(new InMemoryClusterView().With(Pod("web", "web")).WithLog("web", "app", string.Join('\n', parts)), "shop", "Pod", "web");

    private static V1Pod Pod(string name, string app) => new PodBuilder(name).Labelled("app", app).Container("app").Build();

    private static V1Service Service(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Uid = $"uid-s-{name}" },
        Spec = new V1ServiceSpec { Selector = new Dictionary<string, string> { ["app"] = name }, Ports = [new V1ServicePort { Port = 8080 }], ClusterIP = "10.96.1.1" },
    };
}
