using System.Diagnostics;

namespace ClusterCode.Scenarios.Cluster;

/// <summary>kubectl with one kubeconfig: the manifests are applied as a person would apply them.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    /// <summary>Runs kubectl and returns its output; an exit code other than 0 throws with what it said.</summary>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeconfig },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("kubectl did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"kubectl {string.Join(' ', start.ArgumentList)}: exit code {process.ExitCode}: {await error}");
    }

    public Task<string> ApplyAsync(string manifest, string? ns, CancellationToken cancellationToken) =>
        RunAsync(ns is null ? ["apply", "-f", "-"] : ["apply", "-n", ns, "-f", "-"], manifest, cancellationToken);
}
