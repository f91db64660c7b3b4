using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>Checks a server's certificate, and says exactly what is wrong with one that does not stand up.</summary>
internal sealed class CertificateCheck(BackendSettings settings, string expectedName, bool ownAuthorities)
{
    /// <summary>TLS options for a backend.</summary>
    /// <exception cref="BackendException">Certificates or keys cannot be read; reason TlsConfigurationInvalid.</exception>
    public static SslClientAuthenticationOptions OptionsFor(BackendConfiguration backend, BackendSettings settings)
    {
        var tls = backend.Spec.Tls;
        var options = new SslClientAuthenticationOptions();
        if (!string.IsNullOrWhiteSpace(tls?.ServerName))
            options.TargetHost = tls.ServerName.Trim();
        if (ClientCertificate(backend) is { } client)
            options.ClientCertificates = [client];
        if (tls?.InsecureSkipVerify is true)
        {
#pragma warning disable CA5359 // The user asked for exactly this, in a field whose name says what it is.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            return options;
        }

        var authorities = Authorities(backend);
        if (authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // Private authorities publish no revocation lists that a cluster could reach.
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        var check = new CertificateCheck(settings, options.TargetHost ?? settings.Endpoint.Root.IdnHost, authorities is not null);
        options.RemoteCertificateValidationCallback = check.Validate;
        return options;
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        var where = $"TLS with {settings.Endpoint.Root.IdnHost}:{settings.Endpoint.Root.Port} failed";
        if (certificate is not X509Certificate2 shown)
            throw Failed($"{where}: the server shows no certificate");
        var now = DateTime.Now;
        if (now > shown.NotAfter || now < shown.NotBefore)
        {
            throw Failed(now > shown.NotAfter
                ? $"{where}: the server's certificate expired at {Stamp(shown.NotAfter)}; renew it"
                : $"{where}: the server's certificate is not valid before {Stamp(shown.NotBefore)}; is a clock wrong?");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw Failed($"{where}: the server's certificate is for {Names(shown)}, not for {expectedName}; correct spec.endpoint, or set spec.tls.serverName");
        var status = string.Join(", ", (chain?.ChainStatus ?? []).Select(s => s.Status).Distinct());
        throw Failed($"{where}: the server's certificate, issued by {ServerText.Quote(shown.Issuer, null)}, is not trusted ({status}); " + (ownAuthorities
            ? "the bundle that spec.tls.caBundleRef names does not hold its authority"
            : "name its authority's certificate in spec.tls.caBundleRef"));
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))
            .Take(5)
            .ToList();
        return ServerText.Quote(names.Count > 0 ? string.Join(", ", names) : certificate.Subject, null);
    }

    private static string Stamp(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static X509Certificate2Collection? Authorities(BackendConfiguration backend)
    {
        if (backend.CaCertificatesPem is not { } pem)
            return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw ConfigurationInvalid(backend, "caBundleRef", $"a certificate in the bundle cannot be read ({exception.Message})", exception);
        }

        return authorities.Count > 0
            ? authorities
            : throw ConfigurationInvalid(backend, "caBundleRef", "the bundle holds no PEM certificate (-----BEGIN CERTIFICATE-----)", null);
    }

    private static X509Certificate2? ClientCertificate(BackendConfiguration backend)
    {
        if (backend.ClientCertificatePem is not { } certificate)
            return null;
        try
        {
            return X509Certificate2.CreateFromPem(certificate, backend.ClientKeyPem);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw ConfigurationInvalid(backend, "clientCertificateRef", "tls.crt and tls.key are not a PEM certificate with its own unencrypted PEM key", exception);
        }
    }

    private static BackendException ConfigurationInvalid(BackendConfiguration backend, string field, string problem, Exception? cause) =>
        new(new BackendFailure(ConditionReasons.TlsConfigurationInvalid, $"spec.tls.{field} of LlmBackend {backend.Name}: {problem}"), cause);

    private static BackendException Failed(string message) => new(new BackendFailure(ConditionReasons.TlsFailed, message));
}
