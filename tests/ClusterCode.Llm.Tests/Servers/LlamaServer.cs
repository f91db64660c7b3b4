using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Tests.Servers;

/// <summary>
/// A real llama-server with a tiny generated model, on a free port. The folder with both is named by CLUSTERCODE_LLAMA_DIR, else
/// made by hack/llama-server/get.sh; that it cannot be had fails the test.
/// </summary>
internal sealed partial class LlamaServer : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Folder = new(FindFolderAsync);

    private readonly Process process;

    private LlamaServer(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<LlamaServer> StartAsync(params string[] arguments)
    {
        var folder = await Folder.Value;
        var start = new ProcessStartInfo(Path.Combine(folder, "llama-server"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--host", "127.0.0.1", "--port", "0", "-m", Path.Combine(folder, "tiny.gguf"), "--alias", "tiny", "-t", "1", .. arguments])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } text && Listening().Match(text) is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups[1].Value));
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new LlamaServer(process, await address.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        await server.UntilAsync("health", body => body.Contains("\"ok\"", StringComparison.Ordinal));
        return server;
    }

    /// <summary>Waits until an endpoint of the server's says something.</summary>
    public async Task UntilAsync(string path, Func<string, bool> condition)
    {
        using var http = Client();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
            if (condition(await response.Content.ReadAsStringAsync(limit.Token)))
                return;
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>Waits until a request is being answered.</summary>
    public Task UntilBusyAsync() => UntilAsync("slots", body => body.Contains("\"is_processing\":true", StringComparison.Ordinal));

    /// <summary>Waits until none is.</summary>
    public Task UntilIdleAsync() => UntilAsync("slots", body => !body.Contains("\"is_processing\":true", StringComparison.Ordinal));

    /// <summary>SIGTERM: the server stops answering and leaves open connections hanging. Of three times once it goes on listening, too, and even says that it is healthy.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The path of another of the generated models.</summary>
    public static async Task<string> ModelAsync(string name) => Path.Combine(await Folder.Value, name);

    // The tests trust their own server, whatever certificate they gave it.
    private HttpClient Client() => new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator }) { BaseAddress = Address };

    private static async Task<string> FindFolderAsync()
    {
        if (Environment.GetEnvironmentVariable("CLUSTERCODE_LLAMA_DIR") is { Length: > 0 } named)
            return named;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ClusterCode.Operator.sln")))
            root = root.Parent;
        Assert.True(root is not null, "no folder above the tests holds ClusterCode.Operator.sln, so hack/llama-server/get.sh cannot be found");
        using var get = Process.Start(new ProcessStartInfo("bash") { ArgumentList = { Path.Combine(root!.FullName, "hack/llama-server/get.sh") }, RedirectStandardOutput = true })!;
        var folder = (await get.StandardOutput.ReadToEndAsync()).Trim();
        await get.WaitForExitAsync();
        Assert.True(get.ExitCode == 0, $"hack/llama-server/get.sh failed with {get.ExitCode}: the tests of the model side need a real llama-server");
        return folder;
    }

    [GeneratedRegex(@"listening on (https?://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
