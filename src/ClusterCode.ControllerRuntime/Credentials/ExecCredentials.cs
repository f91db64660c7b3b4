using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>
/// Credentials that a program prints (client.authentication.k8s.io). It runs when they are first needed, when they expire, and after a 401; never twice at once,
/// and never interactively.
/// </summary>
internal sealed class ExecCredentials(ExecPluginConfiguration configuration, TimeProvider timeProvider) : ICredentialSource, IDisposable
{
    /// <summary>How long the program may take. It may have to ask a server of its own.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>So long before they expire credentials are renewed, so that they are still good when they arrive.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);

    private const int MaxQuotedChars = 1024;

    private readonly SemaphoreSlim _running = new(1);
    private volatile Held? _held;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken) =>
        _held is { } held && !IsExpired(held) ? held.Credential : await EnsureOtherThanAsync(_held?.Credential, cancellationToken);

    public ValueTask<Credential> RenewAsync(Credential rejected, CancellationToken cancellationToken) => EnsureOtherThanAsync(rejected, cancellationToken);

    public void Dispose() => _running.Dispose();

    private async ValueTask<Credential> EnsureOtherThanAsync(Credential? outdated, CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        try
        {
            if (_held is { } held && !held.Credential.Equals(outdated) && !IsExpired(held))
                return held.Credential;
            _held = await RunAsync(cancellationToken);
            return _held.Credential;
        }
        finally
        {
            _running.Release();
        }
    }

    private bool IsExpired(Held held) => held.Expiry is { } expiry && timeProvider.GetUtcNow() >= expiry - Leeway;

    private async Task<Held> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var process = Start();
        try
        {
            // Both pipes are read at once, for a program that fills one while the other is waited for never ends.
            var output = process.StandardOutput.ReadToEndAsync(linked.Token);
            var error = process.StandardError.ReadToEndAsync(linked.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(linked.Token);
            // What it writes to its standard error is for people, and no failure by itself.
            return process.ExitCode == 0
                ? Parse(await output)
                : throw new CredentialException($"The credential plugin {configuration.Command} ended with exit code {process.ExitCode}: {Quote(await error)}");
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            if (cancellationToken.IsCancellationRequested)
                throw;
            throw new CredentialException($"The credential plugin {configuration.Command} printed nothing within {Timeout}. Does it wait for somebody to log in?", e);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(configuration.Command, configuration.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in configuration.Environment)
            start.Environment[name] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = ExecInfo();
        try
        {
            return Process.Start(start) ?? throw new CredentialException($"The credential plugin {configuration.Command} did not start.");
        }
        catch (Win32Exception e)
        {
            throw new CredentialException($"The credential plugin {configuration.Command} cannot be started: {e.Message}. {configuration.InstallHint}".TrimEnd(), e);
        }
    }

    private string ExecInfo()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (configuration.ClusterInfo is { } cluster)
            spec["cluster"] = JsonNode.Parse(cluster);
        return new JsonObject { ["apiVersion"] = configuration.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private Held Parse(string output)
    {
        try
        {
            var printed = JsonNode.Parse(output);
            if (printed?["apiVersion"]?.GetValue<string>() is var version && version != configuration.ApiVersion)
                throw new CredentialException($"The credential plugin {configuration.Command} speaks {version}, and the kubeconfig names {configuration.ApiVersion}: correct its apiVersion.");
            var status = printed?["status"];
            var (token, certificate, key) = (Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
            if (token is null && (certificate is null || key is null))
                throw new CredentialException($"The credential plugin {configuration.Command} printed neither a token nor a client certificate with its key.");
            return new Held(
                new Credential(token is null ? null : Credential.Bearer(token), certificate is null || key is null ? null : ClientCertificate.FromPem(certificate, key)),
                status?["expirationTimestamp"]?.GetValue<DateTimeOffset>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or CryptographicException or ArgumentException)
        {
            // The output is not quoted: it may hold the secret.
            throw new CredentialException($"The credential plugin {configuration.Command} printed no valid ExecCredential: {e.Message}", e);
        }
    }

    private static string? Text(JsonNode? status, string name) => status?[name]?.GetValue<string>() is { Length: > 0 } text ? text : null;

    private static string Quote(string text) => text.Length <= MaxQuotedChars ? text.Trim() : text[..MaxQuotedChars].Trim() + "…";

    private sealed record Held(Credential Credential, DateTimeOffset? Expiry);
}
