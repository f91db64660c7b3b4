using System.Net;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>
/// The proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name, read as Go's programs read them, for these variables are set for all of a cluster's pods alike.
/// .NET's own reading knows no address ranges in NO_PROXY, and 10.0.0.0/8 there is how the API server is mostly excepted.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly string[] _exceptions;

    /// <param name="variable">Reads an environment variable.</param>
    public EnvironmentProxy(Func<string, string?> variable)
    {
        _http = Address(Either("HTTP_PROXY"));
        _https = Address(Either("HTTPS_PROXY"));
        _exceptions = (Either("NO_PROXY") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        string? Either(string name) => variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant()) is { Length: > 0 } lower ? lower : null;
    }

    /// <summary>The user and password in the proxy's address.</summary>
    public ICredentials? Credentials
    {
        get => new CredentialCacheOf(_http, _https);
        set => throw new NotSupportedException("The proxy's credentials come with its address.");
    }

    public static NetworkCredential? CredentialsIn(Uri address) =>
        address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(user), rest is [var password] ? Uri.UnescapeDataString(password) : "")
            : null;

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : ProxyFor(destination);

    public bool IsBypassed(Uri host) => ProxyFor(host) is null || IsLocal(host) || _exceptions.Any(exception => Excepts(exception, host));

    private Uri? ProxyFor(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    private static bool IsLocal(Uri host) => host.IdnHost == "localhost" || (IPAddress.TryParse(host.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static bool Excepts(string exception, Uri host)
    {
        if (exception == "*")
            return true;
        if (IPNetwork.TryParse(exception, out var range))
            return IPAddress.TryParse(host.IdnHost, out var member) && range.Contains(member);
        var (name, port) = SplitPort(exception.ToLowerInvariant());
        if (port is not null && port != host.Port)
            return false;
        if (IPAddress.TryParse(name, out var address))
            return IPAddress.TryParse(host.IdnHost, out var other) && address.Equals(other);
        // ".example.com" and "*.example.com" are all below it, "example.com" is itself too.
        var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
        var target = host.IdnHost.ToLowerInvariant();
        return domain.StartsWith('.')
            ? target.EndsWith(domain, StringComparison.Ordinal)
            : target == domain || target.EndsWith("." + domain, StringComparison.Ordinal);
    }

    private static (string Name, int? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        var isPort = colon > 0 && (text.IndexOf(':') == colon || text[colon - 1] == ']') && int.TryParse(text[(colon + 1)..], out _);
        return isPort ? (text[..colon].Trim('[', ']'), int.Parse(text[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture)) : (text.Trim('[', ']'), null);
    }

    private static Uri? Address(string? text) =>
        text is null ? null : new Uri(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text);

    private sealed class CredentialCacheOf(params Uri?[] proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            proxies.OfType<Uri>().FirstOrDefault(proxy => proxy.Host == uri.Host && proxy.Port == uri.Port) is { } match ? CredentialsIn(match) : null;
    }
}
