using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Tests.Logs;

public sealed class LogDigestTests
{
    [Fact]
    public void A_python_traceback_gives_its_exception_and_the_deepest_frame_of_the_application()
    {
        var error = Find("""
            INFO starting
            Traceback (most recent call last):
              File "/app/main.py", line 12, in <module>
                run()
              File "/app/jobs/export.py", line 40, in run
                rows = db.fetch()
              File "/usr/local/lib/python3.12/site-packages/psycopg/db.py", line 9, in fetch
                raise OperationalError("x")
            psycopg.OperationalError: connection to server at "db" failed: FATAL: password authentication failed
            """);
        Assert.Equal("psycopg.OperationalError: connection to server at \"db\" failed: FATAL: password authentication failed", error.Message);
        Assert.Equal("/app/jobs/export.py:40", error.Location);
        Assert.Equal(8, error.Lines.Count);
    }

    [Fact]
    public void Of_python_exceptions_with_a_direct_cause_the_cause_is_told()
    {
        var error = Find("""
            Traceback (most recent call last):
              File "/app/config.py", line 3, in load
                os.environ["DB_URL"]
            KeyError: 'DB_URL'

            The above exception was the direct cause of the following exception:

            Traceback (most recent call last):
              File "/app/main.py", line 9, in <module>
                load()
            RuntimeError: cannot start
            """);
        Assert.Equal("KeyError: 'DB_URL'", error.Message);
        Assert.Equal("/app/config.py:3", error.Location);
        Assert.Equal("RuntimeError: cannot start", error.Lines[^1]);
    }

    [Fact]
    public void A_go_panic_gives_its_message_and_the_first_frame_outside_the_runtime()
    {
        var error = Find("""
            2026/11/22 14:00:00 listening
            panic: runtime error: invalid memory address or nil pointer dereference
            [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48b2f1]

            goroutine 1 [running]:
            runtime.panicmem()
            	/usr/local/go/src/runtime/panic.go:261 +0x4d
            main.(*Ledger).loadRates(0x0)
            	/src/ledger/rates.go:41 +0x1d
            main.main()
            	/src/ledger/main.go:9 +0x20
            exit status 2
            """);
        Assert.Equal("runtime error: invalid memory address or nil pointer dereference", error.Message);
        Assert.Equal("/src/ledger/rates.go:41", error.Location);
        Assert.Equal(11, error.Lines.Count);
    }

    [Fact]
    public void A_java_exception_gives_its_deepest_cause()
    {
        var error = Find("""
            2026-11-22 14:00:00.123 ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed
            org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'ledger'
            	at org.springframework.beans.Factory.create(Factory.java:10)
            	... 12 more
            Caused by: java.lang.IllegalStateException: cannot load rates
            	at com.shop.Ledger.load(Ledger.java:41)
            	at com.shop.Main.main(Main.java:7)
            Caused by: java.net.UnknownHostException: rates.shop.svc
            	at java.base/java.net.InetAddress.lookup(InetAddress.java:100)
            	at com.shop.RatesClient.get(RatesClient.java:22)
            	... 3 common frames omitted
            2026-11-22 14:00:01.000 INFO 1 --- [main] shutting down
            """);
        Assert.Equal("java.net.UnknownHostException: rates.shop.svc", error.Message);
        Assert.Equal("com.shop.RatesClient.get(RatesClient.java:22)", error.Location);
        Assert.Equal(10, error.Lines.Count);
    }

    [Fact]
    public void A_node_error_gives_its_message_and_first_own_frame_with_its_fields()
    {
        var error = Find("""
            node:internal/process/promises:288
                        triggerUncaughtException(err, true /* fromPromise */);
                        ^

            Error: connect ECONNREFUSED 10.96.3.4:5432
                at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)
                at /app/node_modules/pg/lib/client.js:77:9
                at async Server.start (/app/src/server.js:12:5) {
              errno: -111,
              code: 'ECONNREFUSED'
            }

            Node.js v20.11.0
            """);
        Assert.Equal("Error: connect ECONNREFUSED 10.96.3.4:5432", error.Message);
        Assert.Equal("/app/src/server.js:12:5", error.Location);
        Assert.Equal("}", error.Lines[^1]);
    }

    [Fact]
    public void A_dotnet_exception_gives_its_innermost_exception_and_own_file()
    {
        var error = Find("""
            Unhandled exception. System.InvalidOperationException: Cannot start
             ---> System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')
               at System.ArgumentNullException.Throw(String paramName)
               at Shop.Db.Open(String connectionString) in /src/Shop/Db.cs:line 17
               --- End of inner exception stack trace ---
               at Shop.Program.Main(String[] args) in /src/Shop/Program.cs:line 5
            """);
        Assert.Equal("System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')", error.Message);
        Assert.Equal("/src/Shop/Db.cs:17", error.Location);
        Assert.Equal(6, error.Lines.Count);
    }

    [Fact]
    public void A_ruby_error_gives_class_message_and_place()
    {
        var error = Find("""
            /app/config/boot.rb:8:in `fetch': key not found: "DB_URL" (KeyError)
            	from /app/config/boot.rb:8:in `<main>'
            """);
        Assert.Equal("KeyError: key not found: \"DB_URL\"", error.Message);
        Assert.Equal("/app/config/boot.rb:8", error.Location);
    }

    [Theory]
    [InlineData("thread 'main' panicked at src/main.rs:4:10:\ncalled `Option::unwrap()` on a `None` value\nnote: run with `RUST_BACKTRACE=1`")]
    [InlineData("thread 'main' panicked at 'called `Option::unwrap()` on a `None` value', src/main.rs:4:10")]
    public void A_rust_panic_gives_message_and_place_in_both_forms(string log)
    {
        var error = Find(log);
        Assert.Equal("called `Option::unwrap()` on a `None` value", error.Message);
        Assert.Equal("src/main.rs:4:10", error.Location);
    }

    [Theory]
    [InlineData("sh: SMTP_HOST: SMTP_HOST is required", "sh: SMTP_HOST: SMTP_HOST is required")]
    [InlineData("httpd: bind: Address already in use", "httpd: bind: Address already in use")]
    [InlineData("connecting to inventory:8080\ndial tcp 10.96.14.7:8080: connect: connection refused", "dial tcp 10.96.14.7:8080: connect: connection refused")]
    [InlineData("ERROR: relation \"invoices\" already exists (SQLSTATE 42P07)", "relation \"invoices\" already exists (SQLSTATE 42P07)")]
    [InlineData("config /etc/shipper.yaml: no such file or directory", "config /etc/shipper.yaml: no such file or directory")]
    [InlineData("{\"level\":\"info\",\"msg\":\"up\"}\n{\"level\":\"error\",\"msg\":\"cannot open\",\"error\":\"open /data: permission denied\"}", "cannot open: open /data: permission denied")]
    [InlineData("level=info msg=up\nlevel=fatal msg=\"listen\" err=\"bind: address already in use\"", "listen: bind: address already in use")]
    [InlineData("E1122 14:55:42.975491       1 server.go:12] unable to load kubeconfig", "unable to load kubeconfig")]
    [InlineData("2026-11-22 14:00:00,123 CRITICAL [root] worker.main: settings.toml is missing key queue", "worker.main: settings.toml is missing key queue")]
    public void The_line_that_says_what_is_wrong_is_found(string log, string message) => Assert.Equal(message, Find(log).Message);

    [Fact]
    public void An_early_error_that_was_survived_is_not_the_answer()
    {
        var lines = new List<string> { "ERROR: cache: first lookup failed: not found" };
        lines.AddRange(Enumerable.Range(0, 200).Select(i => $"served request {i}"));
        lines.Add("FATAL: disk quota exceeded on /data");
        Assert.Equal("disk quota exceeded on /data", LogDigest.FindError(lines)!.Message);
    }

    [Fact]
    public void What_a_program_says_on_its_way_out_does_not_hide_the_reason()
    {
        var error = Find("""
            ERROR: dial tcp: lookup postgres.shop: no such host
            ERROR: exiting
            npm ERR! code ELIFECYCLE
            npm ERR! errno 1
            """);
        Assert.Equal("dial tcp: lookup postgres.shop: no such host", error.Message);
    }

    [Fact]
    public void Of_neighbouring_error_lines_the_one_that_tells_what_is_wrong_is_the_message()
    {
        var error = Find("""
            ERROR: database "ledger" refused the connection
            ERROR: startup went wrong
            """);
        Assert.Equal("database \"ledger\" refused the connection", error.Message);
        Assert.Equal(2, error.Lines.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 rows exported")]
    [InlineData("done, 0 errors\nerrors: 0, failed=0")]
    [InlineData("INFO error handler registered")]
    public void A_log_that_reports_no_error_gives_none(string log) => Assert.Null(LogDigest.FindError(log.Split('\n')));

    [Fact]
    public void A_very_long_stack_trace_keeps_its_start_and_its_end()
    {
        var lines = new List<string> { "java.lang.StackOverflowError: too deep" };
        lines.AddRange(Enumerable.Range(0, 1000).Select(i => $"\tat com.shop.Loop.again(Loop.java:{i})"));
        var error = LogDigest.FindError(lines)!;
        Assert.Equal(60, error.Lines.Count);
        Assert.Equal("\tat com.shop.Loop.again(Loop.java:999)", error.Lines[^1]);
        Assert.Contains(error.Lines, l => l == "… 942 lines …");
    }

    [Theory]
    [InlineData("dial tcp 10.96.14.7:8080: connect: connection refused", "dial tcp <addr>: connect: connection refused")]
    [InlineData("pod checkout-7d9f6c5b4d-x2x4z failed", "pod checkout-<pod> failed")]
    [InlineData("2026-11-22T14:58:50.123Z request 4711 took 12.5 ms", "<time> request <n> took <n> ms")]
    [InlineData("id 0f8fad5b-d9cb-469f-a165-70867728950e at 0xdeadbeef", "id <id> at <hex>")]
    [InlineData("member redis-0 of db1 lost utf8", "member redis-<n> of db1 lost utf8")]
    [InlineData("commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "commit <hex>")]
    [InlineData("deadbeef facade", "deadbeef facade")]
    public void What_differs_between_pods_and_times_is_masked(string text, string normalized) =>
        Assert.Equal(normalized, LogDigest.Normalize(text));

    [Fact]
    public void Repeats_are_told_once_with_their_count_where_they_were_written_last()
    {
        string[] lines =
        [
            "start", "waiting for shop-db", "connection to 10.0.0.1:5432 refused", "waiting for shop-db", "connection to 10.0.0.2:5432 refused",
            "waiting for shop-db", "giving up",
        ];
        Assert.Equal(["start", "connection to 10.0.0.2:5432 refused (×2)", "waiting for shop-db (×3)", "giving up"], LogDigest.Summarize(lines, 10));
        Assert.Equal(["giving up"], LogDigest.Summarize(lines, 1));
    }

    [Fact]
    public void Hostile_lines_are_read_in_bounded_time()
    {
        string[] lines = [new string('a', 65536), new string(' ', 65536) + "at", string.Concat(Enumerable.Repeat("a.", 30000)), "{" + new string('[', 10000) + "}"];
        Assert.Null(LogDigest.FindError(lines));
        Assert.NotEmpty(LogDigest.Summarize(lines, 10));
    }

    private static ErrorBlock Find(string log)
    {
        var error = LogDigest.FindError(log.Split('\n'));
        Assert.NotNull(error);
        return error;
    }
}
