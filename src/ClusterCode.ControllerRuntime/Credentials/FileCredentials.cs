using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>
/// Credentials in files that others replace while the process runs: a bound ServiceAccount token, which the kubelet renews at 80 % of its life, and client
/// certificates. They are read again every minute, and at once after a 401. A file that cannot be read leaves the credential that was last read in use:
/// it may well be good still, and the server will tell.
/// </summary>
internal sealed partial class FileCredentials : ICredentialSource
{
    /// <summary>How old what was read may become; client-go's number.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly AuthenticationHeaderValue? _fixedHeader;
    private readonly string? _tokenFile;
    private readonly PemSource? _certificate;
    private readonly PemSource? _key;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Credential? _current;
    private long _readAt;

    /// <param name="fixedHeader">The header, when it is no file's.</param>
    /// <param name="tokenFile">The file with the bearer token; null for none.</param>
    /// <param name="certificate">The client certificate; null for none.</param>
    /// <param name="key">Its key; null for none.</param>
    /// <param name="timeProvider">Tells how old what was read is.</param>
    /// <param name="logger">Hears of files that cannot be read.</param>
    public FileCredentials(AuthenticationHeaderValue? fixedHeader, string? tokenFile, PemSource? certificate, PemSource? key, TimeProvider timeProvider, ILogger logger)
    {
        _fixedHeader = fixedHeader;
        _tokenFile = tokenFile;
        _certificate = certificate;
        _key = key;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_current is not null && _timeProvider.GetElapsedTime(_readAt) < MaxAge ? _current : Read());
        }
    }

    public ValueTask<Credential> RenewAsync(Credential rejected, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Another request may have been rejected before and have led to a newer one already.
            return new(_current is not null && !_current.Equals(rejected) ? _current : Read());
        }
    }

    private Credential Read()
    {
        try
        {
            var read = new Credential(
                _tokenFile is null ? _fixedHeader : Credential.Bearer(ReadToken(_tokenFile)),
                _certificate is null || _key is null ? null : ClientCertificate.FromPem(_certificate.Read(), _key.Read()));
            // The same certificate stays the same object, with the connections that were made with it.
            _current = read.Equals(_current) ? _current : read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            if (_current is null)
                throw new CredentialException($"The credentials cannot be read: {e.Message}", e);
            LogUnreadable(e.Message);
        }

        _readAt = _timeProvider.GetTimestamp();
        return _current!;
    }

    private static string ReadToken(string path) =>
        File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : throw new IOException($"The token file {path} is empty.");
}
