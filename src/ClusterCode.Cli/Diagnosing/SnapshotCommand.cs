namespace ClusterCode.Cli.Diagnosing;

/// <summary>Diagnoses for the sake of what it reads, and writes that down.</summary>
internal static class SnapshotCommand
{
    /// <summary>Writes the snapshot; returns the exit code.</summary>
    public static async Task<int> RunAsync(DiagnoseOptions options, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        // What was found is for diagnose to tell; that something fails is why one takes a snapshot.
        var exitCode = await DiagnoseCommand.RunAsync(options, TextWriter.Null, error, cancellationToken).ConfigureAwait(false);
        if (exitCode == ExitCodes.CannotAnswer)
            return exitCode;
        await output.WriteLineAsync($"Written to {options.Record}. Secrets are redacted; look through it before you hand it on. Diagnose it with: cluster-code diagnose --snapshot {options.Record}").ConfigureAwait(false);
        return ExitCodes.Healthy;
    }
}
