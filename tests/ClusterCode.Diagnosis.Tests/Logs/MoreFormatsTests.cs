using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Tests.Support;

namespace ClusterCode.Diagnosis.Tests.Logs;

public sealed class MoreFormatsTests
{
    [Fact]
    public void A_php_exception_gives_its_message_and_the_applications_frame()
    {
        var error = Find("""
            PHP Fatal error:  Uncaught RuntimeException: cannot load rates in /app/vendor/acme/http/Client.php:41
            Stack trace:
            #0 /app/vendor/acme/http/Pool.php(12): Client->get()
            #1 /app/src/Ledger.php(33): Pool->get()
            #2 {main}
              thrown in /app/vendor/acme/http/Client.php on line 41
            """);
        Assert.Equal(("RuntimeException: cannot load rates", "/app/src/Ledger.php:33"), (error.Message, error.Location));
        Assert.Equal(6, error.Lines.Count);
    }

    [Fact]
    public void What_a_php_exception_wraps_is_told()
    {
        var error = Find("""
            PHP Fatal error:  Uncaught PDOException: no such table in /app/src/Db.php:9
            Stack trace:
            #0 {main}

            Next RuntimeException: cannot start in /app/src/Main.php:3
            Stack trace:
            #0 {main}
              thrown in /app/src/Main.php on line 3
            """);
        Assert.Equal(("PDOException: no such table", "/app/src/Db.php:9"), (error.Message, error.Location));
    }

    [Theory]
    [InlineData("2026-11-22T15:00:00.123456789Z stderr F ERROR rates are negative")]
    [InlineData("{\"log\":\"ERROR rates are negative\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-22T15:00:00Z\"}")]
    [InlineData("{\"level\":\"error\",\"err\":{\"message\":\"rates are negative\",\"stack\":\"Error: x\\n    at load (/app/ledger.js:4:1)\"}}")]
    public void What_the_runtime_puts_around_a_line_is_taken_off(string line) => Assert.Equal("rates are negative", Find(line).Message);

    [Fact]
    public void A_stack_in_a_field_names_the_place() => Assert.Equal(
        "/app/ledger.js:4:1",
        Find("{\"level\":50,\"msg\":\"boom\",\"stack\":\"Error: boom\\n    at get (/app/node_modules/x/i.js:1:1)\\n    at load (/app/ledger.js:4:1)\"}").Location);

    [Theory]
    [InlineData("2026-11-22T15:00:00Z x")]
    [InlineData("2026/11/22 15:00:00 [error] 1#1: x")]
    [InlineData("[2026-11-22 15:00:00,000] ERROR x")]
    [InlineData("{\"ts\":1795359600.0,\"msg\":\"x\"}")]
    [InlineData("{\"time\":1795359600000,\"msg\":\"x\"}")]
    [InlineData("time=\"2026-11-22T16:00:00+01:00\" level=error msg=x")]
    [InlineData("10.1.1.1 - - [22/Nov/2026:15:00:00 +0000] \"GET / HTTP/1.1\" 200 1")]
    public void Times_are_read(string line) => Assert.Equal(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero), LogTime.Of(line));

    [Theory]
    [InlineData("15:00:00 x")]
    [InlineData("version 2026-11 of 12")]
    public void What_is_no_whole_time_is_not(string line) => Assert.Null(LogTime.Of(line));

    [Fact]
    public async Task A_needle_far_above_the_end_of_a_long_log_is_found()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i => i == 20_000 ? "FATAL cannot decode row 20000: invalid byte sequence 0xC3" : $"INFO row {i} written, 0 errors");
        var view = new InMemoryClusterView().With(new PodBuilder("etl").Crashing("app", 1).Build()).WithLog("etl", "app", string.Join('\n', lines), previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "etl");
        Assert.Contains("invalid byte sequence", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.Single(view.Requests, request => request.StartsWith("scan", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FATAL cannot decode row 7: invalid byte sequence 0xC3", "invalid byte sequence")]
    [InlineData("ERROR cannot decode row 7: invalid byte sequence 0xC3", "retrying")]
    public async Task A_warning_at_the_end_of_a_long_log_hides_no_fatal_line_far_above_it(string above, string told)
    {
        string[] lines = [above, .. Enumerable.Range(0, 5000).Select(i => $"INFO row {i} written, 0 errors"), "WARN retrying after error: temporary"];
        var view = new InMemoryClusterView().With(new PodBuilder("etl").Crashing("app", 1).Build()).WithLog("etl", "app", string.Join('\n', lines), previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "etl");
        Assert.Contains(told, report.RootCause!.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FATAL: cannot parse rates.csv: unexpected column count at line 1204", "cannot parse rates.csv: unexpected column count at line 1204")]
    [InlineData("Traceback (most recent call last):\n  File \"/app/rates.py\", line 3, in load\nValueError: line 1204 has 3 columns", "ValueError: line 1204 has 3 columns")]
    public void A_fatal_line_on_stderr_counts_where_the_runtime_wrote_it_above_all_that_was_printed_before_it(string fatal, string message)
    {
        // Runtimes copy stdout and stderr side by side, so that the order of the two in the log is not the order in which they were written.
        var printed = Enumerable.Range(0, 200).Select(i => $"INFO imported file {i}, 0 errors");
        string[] lines = [.. fatal.Split('\n'), .. printed, "WARN retrying after error: temporary, attempt 1 of 3", "INFO retry succeeded"];
        Assert.Equal(message, LogDigest.FindError(lines)!.Message);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 200)]
    [InlineData(3, 200)]
    [InlineData(100, 200)]
    [InlineData(202, 200)]
    [InlineData(0, 296)]
    [InlineData(0, 297)]
    [InlineData(0, 298)]
    [InlineData(7, 1000)]
    public async Task Wherever_the_runtime_writes_a_fatal_line_of_stderr_the_root_cause_tells_it(int at, int files)
    {
        const string Fatal = "FATAL: cannot parse rates.csv: unexpected column count at line 1204 (source postgres://import:tr0ub4dor@db/rates)";
        string[] printed = [.. Enumerable.Range(0, files).Select(i => $"INFO imported file {i}, 0 errors"), "WARN retrying after error: temporary, attempt 1 of 3", "INFO retry succeeded"];
        var log = string.Join('\n', [.. printed.Take(at), Fatal, .. printed.Skip(at)]);
        var view = new InMemoryClusterView().With(new PodBuilder("etl").Crashing("app", 1).Build()).WithLog("etl", "app", log, previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "etl");
        Assert.Contains("unexpected column count at line 1204", report.RootCause!.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("tr0ub4dor", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "INFO shutting down", "ServiceMissing")]
    [InlineData(200, "INFO shutting down", "ServiceMissing")]
    [InlineData(0, "ERROR cannot parse rates.csv: unexpected column count at line 1204", "AppError")]
    public async Task A_peer_that_a_process_died_of_is_looked_at_wherever_the_runtime_writes_its_line(int at, string last, string category)
    {
        var printed = Enumerable.Range(0, 200).Select(i => $"INFO imported file {i}, 0 errors");
        string[] lines = [.. printed.Take(at), "ERROR dial tcp: lookup inventory on 10.96.0.10:53: no such host", .. printed.Skip(at), last];
        var view = new InMemoryClusterView().With(new PodBuilder("etl").Crashing("app", 1).Build()).WithLog("etl", "app", string.Join('\n', lines), previous: true);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "etl");
        Assert.Equal(category, report.RootCause!.Category);
    }

    [Fact]
    public void An_error_near_the_end_counts_more_than_a_fatal_line_far_above_it()
    {
        string[] lines = ["FATAL: worker 3 gave up: no rates", .. Enumerable.Range(0, 200).Select(i => $"INFO row {i}"), "ERROR cannot open /data/rates.csv: permission denied"];
        Assert.Equal("cannot open /data/rates.csv: permission denied", LogDigest.FindError(lines)!.Message);
    }

    [Fact]
    public async Task A_log_whose_end_tells_is_not_read_through()
    {
        var lines = Enumerable.Range(0, 1000).Select(i => $"INFO row {i} written").Append("FATAL boom: no rates");
        var view = new InMemoryClusterView().With(new PodBuilder("etl").Crashing("app", 1).Build()).WithLog("etl", "app", string.Join('\n', lines), previous: true);
        await TestExpert.DiagnoseAsync(view, "shop", "Pod", "etl");
        Assert.DoesNotContain(view.Requests, request => request.StartsWith("scan", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_long_log_a_bounded_number_of_lines_is_kept()
    {
        var windows = new ErrorWindows();
        for (var i = 0; i < 50_000; i++)
        {
            windows.Add($"ERROR kind-{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} failed");
        }

        Assert.InRange(windows.Lines.Count, 1, 160);
    }

    private static ErrorBlock Find(string text) => LogDigest.FindError(text.Split('\n'))!;
}
