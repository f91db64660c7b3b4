using System.Security.Cryptography;
using System.Text.Json;
using ClusterCode.Api.Serialization;
using ClusterCode.Llm.Limits;

namespace ClusterCode.Llm.Backends;

/// <summary>
/// Keeps one session per backend, so that connections, limits and what is known of the server outlast a request. A changed
/// configuration, a rotated key included, starts a new session; the old one ends with its last request.
/// </summary>
internal sealed class BackendSessions(UsageLedger ledger, BackendSurroundings around) : IDisposable
{
    // Deleted backends are not announced; a session that nobody uses costs little and goes after this.
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Takes a backend's session; the lease must be disposed.</summary>
    /// <exception cref="Failures.BackendException">The configuration is invalid.</exception>
    public Lease Rent(BackendConfiguration backend)
    {
        var fingerprint = Fingerprint(backend);
        lock (gate)
        {
            EndIdle();
            if (!entries.TryGetValue(backend.Name, out var entry) || entry.Fingerprint != fingerprint)
            {
                var session = new BackendSession(backend, ledger.Of(backend), around);
                if (entry is not null)
                    Retire(entry);
                entries[backend.Name] = entry = new Entry(session, fingerprint);
            }

            entry.Users++;
            entry.LastUse = around.Time.GetTimestamp();
            return new Lease(this, entry);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var entry in entries.Values)
                Retire(entry);
            entries.Clear();
        }
    }

    private void Return(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            entry.LastUse = around.Time.GetTimestamp();
            if (entry is { Retired: true, Users: 0 })
                entry.Session.Dispose();
        }
    }

    private void EndIdle()
    {
        foreach (var (name, entry) in entries.Where(e => e.Value.Users == 0 && around.Time.GetElapsedTime(e.Value.LastUse) > IdleLifetime).ToList())
        {
            Retire(entry);
            entries.Remove(name);
        }
    }

    private static void Retire(Entry entry)
    {
        entry.Retired = true;
        if (entry.Users == 0)
            entry.Session.Dispose();
    }

    private static string Fingerprint(BackendConfiguration backend)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(JsonSerializer.SerializeToUtf8Bytes(backend.Spec, ClusterCodeJsonContext.Default.LlmBackendSpec));
        foreach (var secret in (ReadOnlySpan<string?>)[backend.ApiKey, backend.CaCertificatesPem, backend.ClientCertificatePem, backend.ClientKeyPem, $"{backend.ServerContextWindow}"])
            Append(secret is null ? [] : System.Text.Encoding.UTF8.GetBytes(secret));
        return Convert.ToHexString(hash.GetHashAndReset());

        void Append(byte[] part)
        {
            // Lengths keep parts apart.
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }
    }

    /// <summary>The right to use a session until it is disposed.</summary>
    internal sealed class Lease(BackendSessions owner, Entry entry) : IDisposable
    {
        private bool disposed;

        public BackendSession Session => entry.Session;

        public void Dispose()
        {
            if (disposed)
                return;
            disposed = true;
            owner.Return(entry);
        }
    }

    internal sealed class Entry(BackendSession session, string fingerprint)
    {
        public BackendSession Session { get; } = session;

        public string Fingerprint { get; } = fingerprint;

        public int Users { get; set; }

        public long LastUse { get; set; }

        public bool Retired { get; set; }
    }
}
