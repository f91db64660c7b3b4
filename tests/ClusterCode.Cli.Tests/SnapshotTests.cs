using ClusterCode.Cli.Diagnosing;

namespace ClusterCode.Cli.Tests;

/// <summary>Snapshots are diagnosed and written without any cluster.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Objects = """
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop, uid: u1, creationTimestamp: "2026-11-22T14:00:00Z"}
            spec: {nodeName: n, containers: [{name: app, image: "nginx:1", env: [{name: DB_PASSWORD, value: planted-secret}]}]}
            status:
              phase: Running
              startTime: "2026-11-22T14:00:00Z"
              containerStatuses:
                - name: app
                  ready: false
                  restartCount: 7
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState: {terminated: {exitCode: 137, reason: OOMKilled, startedAt: "2026-11-22T14:59:00Z", finishedAt: "2026-11-22T14:59:10Z"}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("snapshot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_snapshot_is_diagnosed_without_a_cluster_and_recorded_again()
    {
        var (exitCode, output, error) = await RunAsync("diagnose", "pod/web-1", "--snapshot", Write("pods.yaml", Objects), "--record", Path.Combine(_folder, "again.tar.gz"));
        Assert.Equal((ExitCodes.CauseFound, ""), (exitCode, error));
        Assert.Contains("OOMKilled", output, StringComparison.Ordinal);

        var again = await RunAsync("diagnose", "pod/web-1", "-n", "shop", "--snapshot", Path.Combine(_folder, "again.tar.gz"));
        Assert.Equal((ExitCodes.CauseFound, output), (again.ExitCode, again.Output));
    }

    [Theory]
    [InlineData("There is no snapshot at", "diagnose", "--snapshot", "/nonexistent/snapshot")]
    [InlineData("kubeconfig", "snapshot", "-o", "x.tar.gz", "--kubeconfig", "/nonexistent/kubeconfig")]
    public async Task What_cannot_be_opened_is_said(string words, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal((ExitCodes.CannotAnswer, ""), (exitCode, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_namespaces_one_must_be_named()
    {
        var path = Write("pods.yaml", Objects + "\n---\n{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: other}}\n");
        var (exitCode, _, error) = await RunAsync("diagnose", "--snapshot", path);
        Assert.Equal(ExitCodes.CannotAnswer, exitCode);
        Assert.Contains("--namespace, or --all-namespaces: other, shop", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Or_all_are_diagnosed_and_recorded_again()
    {
        var path = Write("pods.yaml", Objects + "\n---\n" + Objects.Replace("namespace: shop", "namespace: bank", StringComparison.Ordinal));
        var (exitCode, output, error) = await RunAsync("diagnose", "-A", "--snapshot", path, "--record", Path.Combine(_folder, "all.tar.gz"));
        Assert.Equal((ExitCodes.CauseFound, ""), (exitCode, error));
        Assert.Contains("Namespace bank: ", output, StringComparison.Ordinal);
        Assert.Contains("Namespace shop: ", output, StringComparison.Ordinal);

        var again = await RunAsync("diagnose", "--all-namespaces", "--snapshot", Path.Combine(_folder, "all.tar.gz"));
        Assert.Equal((ExitCodes.CauseFound, output), (again.ExitCode, again.Output));
    }

    [Theory]
    [InlineData("--namespace", "-A", "-n", "shop")]
    [InlineData("the target", "pod/web-1", "-A")]
    public async Task All_and_one_exclude_each_other(string words, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(["diagnose", .. arguments, "--snapshot", Write("pods.yaml", Objects)]);
        Assert.Equal(ExitCodes.CannotAnswer, exitCode);
        Assert.EndsWith($"leave out {words}", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_without_a_file_to_write_is_refused() => Assert.NotEqual(0, (await RunAsync("snapshot")).ExitCode);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.Create(output, error).Parse(arguments).InvokeAsync();
        return (exitCode, output.ToString(), error.ToString());
    }
}
