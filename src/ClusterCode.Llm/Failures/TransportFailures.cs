using System.Net.Sockets;
using System.Security.Authentication;
using ClusterCode.Api.Conditions;
using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Failures;

/// <summary>Tells what went wrong when no answer came, or one that broke off.</summary>
internal static class TransportFailures
{
    /// <summary>Judges an exception of the HTTP stack.</summary>
    /// <param name="exception">The exception; never a cancellation by the caller.</param>
    /// <param name="settings">The backend.</param>
    public static BackendFailure Judge(Exception exception, BackendSettings settings)
    {
        if (BackendException.In(exception) is { } known)
            return known.Failure;
        var where = $"{settings.Endpoint.Root.IdnHost}:{settings.Endpoint.Root.Port}";
        var hop = settings.Proxy is { } proxy ? $"the proxy {proxy.IdnHost}:{proxy.Port}" : where;
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused)
            return Unreachable($"{(settings.Proxy is null ? "the proxy of the operator's environment" : hop)} does not connect to {where}{Status(refused)}; may it, and does the server run?");
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return OfSocket(socket, hop);
            if (cause is AuthenticationException tls)
                return OfTls(tls, where);
            if (cause is TimeoutException)
                return new BackendFailure(ConditionReasons.Timeout, $"connect to {hop}: no connection within {BackendDefaults.ConnectTimeout.TotalSeconds:0} s; is a NetworkPolicy or a firewall dropping packets?") { Transient = true };
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse })
            return new BackendFailure(ConditionReasons.UnexpectedAnswer, $"{where} does not answer in HTTP; does spec.endpoint need https://, or another port?");
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
            return OfTls(exception, where);
        return new BackendFailure(ConditionReasons.EndpointError, $"{where} closed the connection before its answer was complete; was the server restarted or killed?") { Transient = true };
    }

    private static BackendFailure OfSocket(SocketException exception, string where) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            Unreachable($"connect to {where}: no such host; is the Service's name right, and its namespace? In a cluster: <service>.<namespace>.svc"),
        SocketError.ConnectionRefused =>
            Unreachable($"connect to {where}: connection refused; nothing listens at that port. Is the server running, and the port right?"),
        SocketError.TimedOut =>
            Unreachable($"connect to {where}: timed out; is a NetworkPolicy or a firewall dropping packets?"),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
            Unreachable($"connect to {where}: no route to it; does the Service have endpoints?"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
            new BackendFailure(ConditionReasons.EndpointError, $"{where} closed the connection before its answer was complete; was the server restarted or killed?") { Transient = true },
        var other => Unreachable($"connect to {where}: {other}"),
    };

    private static BackendFailure OfTls(Exception exception, string where)
    {
        // Certificates that do not stand up are told in detail by CertificateCheck; what is left is the handshake itself.
        var text = exception.Message + exception.InnerException?.Message;
        return new BackendFailure(ConditionReasons.TlsFailed,
            text.Contains("frame", StringComparison.OrdinalIgnoreCase) || text.Contains("wrong version", StringComparison.OrdinalIgnoreCase)
                ? $"TLS with {where} failed: the server does not speak TLS at that port; use http:// in spec.endpoint, or the server's TLS port"
                : $"TLS with {where} failed in the handshake; does the server want a client certificate (spec.tls.clientCertificateRef), or another name (spec.tls.serverName)?");
    }

    private static string Status(HttpRequestException refused) => refused.StatusCode is { } status ? $" (it answers {(int)status})" : "";

    private static BackendFailure Unreachable(string message) => new(ConditionReasons.EndpointUnreachable, message) { Transient = true };
}
