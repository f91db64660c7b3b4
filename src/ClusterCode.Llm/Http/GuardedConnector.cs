using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>
/// Opens connections to addresses that the guard lets pass. What is judged is the very address that is connected to: a name that is
/// resolved twice may lead to two places.
/// </summary>
/// <param name="settings">The backend.</param>
/// <param name="guard">Judges addresses.</param>
/// <param name="tls">TLS options. With a target host in them, TLS is begun here, because the HTTP stack puts the URL's host into its place.</param>
internal sealed class GuardedConnector(BackendSettings settings, EndpointGuard guard, SslClientAuthenticationOptions tls)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var root = settings.Endpoint.Root;
        var direct = settings.Proxy is null && context.DnsEndPoint.Host == root.IdnHost && context.DnsEndPoint.Port == root.Port;
        var addresses = direct
            ? await guard.AddressesAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken)
            : await OfProxyAsync(context.DnsEndPoint, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return direct && tls.TargetHost is not null && root.Scheme == Uri.UriSchemeHttps
                ? await SecureAsync(stream, cancellationToken)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A proxy resolves the endpoint's name by itself; what that name leads to here is the best that can be judged. Where it leads nowhere, nobody but the proxy knows
    /// whether it is public. A proxy of the environment is the choice of whoever runs the operator and may be anywhere; one that the spec names may be where an endpoint may be.
    /// </summary>
    /// <exception cref="BackendException">Either is where no backend may be.</exception>
    private async Task<IPAddress[]> OfProxyAsync(DnsEndPoint proxy, CancellationToken cancellationToken)
    {
        try
        {
            await guard.AddressesAsync(settings.Endpoint.Root.IdnHost, settings.Endpoint.Root.Port, cancellationToken);
        }
        catch (SocketException exception)
        {
            if (!settings.AllowPublicAddresses)
                throw new BackendException(UnknownName(), exception);
        }

        if (settings.Proxy is not null)
            return await guard.AddressesAsync(proxy.Host, proxy.Port, cancellationToken);
        return IPAddress.TryParse(proxy.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(proxy.Host, cancellationToken);
    }

    private BackendFailure UnknownName() => new(
        ConditionReasons.ExternalEndpointRefused,
        $"{settings.Endpoint.Root.IdnHost} is a name that only the proxy {settings.Proxy} may know, so that it could be a public one, and spec.external is not true: nothing was sent. Set spec.external: true if excerpts of logs and events may leave the cluster");

    private async Task<SslStream> SecureAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(tls, cancellationToken);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }
}
