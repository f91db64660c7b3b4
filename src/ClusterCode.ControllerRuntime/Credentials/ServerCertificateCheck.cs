using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>
/// Decides whether a server's certificate is to be trusted. With a bundle of authorities only these count, and not those of the machine; the bundle is read for
/// every new connection, so that it may be replaced while the process runs. Connections that exist live on.
/// </summary>
internal sealed partial class ServerCertificateCheck(PemSource? authorities, ILogger logger)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly ILogger _logger = logger;
    private readonly Lock _lock = new();
    private X509Certificate2Collection? _lastRead;

    public bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (authorities is null)
            return errors == SslPolicyErrors.None;
        if (certificate is not X509Certificate2 leaf || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            LogRejected(certificate?.Subject, errors.ToString());
            return false;
        }

        using var own = new X509Chain();
        var bundle = Read();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(bundle);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.DisableCertificateDownloads = true;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        // What the server sent along.
        if (chain is not null)
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        if (own.Build(leaf) || EndsInBundle(own, bundle))
            return true;
        LogRejected(leaf.Subject, $"{string.Join(", ", own.ChainStatus.Select(status => status.Status))}, by the authorities in {authorities}");
        return false;
    }

    /// <summary>An authority in the bundle is trusted also when it is not a root itself.</summary>
    private static bool EndsInBundle(X509Chain chain, X509Certificate2Collection bundle) =>
        chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && chain.ChainElements.Any(element => bundle.Any(authority => authority.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));

    private X509Certificate2Collection Read()
    {
        lock (_lock)
        {
            try
            {
                var read = new X509Certificate2Collection();
                read.ImportFromPem(authorities!.Read());
                // A file that is just being written is empty for a moment.
                _lastRead = read.Count > 0 ? read : throw new CryptographicException("there is no certificate in it");
            }
            catch (Exception e) when (_lastRead is not null && e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                LogUnreadable(authorities!, e.Message);
            }

            return _lastRead!;
        }
    }
}
