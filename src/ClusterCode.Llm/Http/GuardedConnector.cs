using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Http;

/// <summary>
/// Opens connections, and refuses public addresses unless the backend is marked as external. It judges the very address that it
/// connects to: a name that is resolved twice may lead to two places.
/// </summary>
/// <param name="settings">The backend.</param>
/// <param name="tls">TLS options. With a target host in them, TLS is begun here, because the HTTP stack puts the URL's host into its place.</param>
internal sealed class GuardedConnector(BackendSettings settings, SslClientAuthenticationOptions tls)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = settings.AllowPublicAddresses ? addresses : Array.FindAll(addresses, AddressRange.IsPrivate);
        if (allowed.Length == 0 && addresses.Length > 0)
        {
            throw new BackendException(new BackendFailure(
                ConditionReasons.ExternalEndpointRefused,
                $"{host} is at the public address {addresses[0]}, and spec.external is not true: nothing was sent. Set spec.external: true if excerpts of logs and events may leave the cluster"));
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return tls.TargetHost is not null && settings.Endpoint.Root.Scheme == Uri.UriSchemeHttps
                ? await SecureAsync(stream, cancellationToken)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

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
