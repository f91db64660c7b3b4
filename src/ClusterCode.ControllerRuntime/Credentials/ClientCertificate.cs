using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>A client certificate, its key, and the intermediate certificates that are sent along. Equal when the text it was read from is.</summary>
internal sealed class ClientCertificate : IEquatable<ClientCertificate>
{
    private readonly string _pem;

    private ClientCertificate(string pem, SslStreamCertificateContext context) => (_pem, Context) = (pem, context);

    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads PEM text.</summary>
    /// <param name="certificates">The certificate, then its intermediates.</param>
    /// <param name="key">The private key, in any of the unencrypted forms.</param>
    /// <exception cref="CryptographicException">The text is no such thing, or the key is another certificate's.</exception>
    public static ClientCertificate FromPem(string certificates, string key)
    {
        var leaf = X509Certificate2.CreateFromPem(certificates, key);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(certificates);
        all.RemoveAt(0);
        // Offline: what the file does not hold is not looked for in the network.
        return new ClientCertificate(certificates + key, SslStreamCertificateContext.Create(leaf, all, offline: true));
    }

    public bool Equals(ClientCertificate? other) => other is not null && other._pem == _pem;

    public override bool Equals(object? obj) => Equals(obj as ClientCertificate);

    public override int GetHashCode() => _pem.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Context.TargetCertificate.Subject;
}
