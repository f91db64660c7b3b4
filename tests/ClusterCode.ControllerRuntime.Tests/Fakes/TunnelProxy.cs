using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>An HTTP proxy that writes down what it is asked to CONNECT to, and can go silent: it keeps connections open and passes nothing on, as a network that lost its way does.</summary>
internal sealed class TunnelProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private volatile bool _isSilent;

    public TunnelProxy()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the CONNECT requests.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public void GoSilent() => _isSilent = true;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) == 1)
                head.Append((char)one[0]);
            _requests.Enqueue(head.ToString());
            var target = IPEndPoint.Parse(head.ToString().Split(' ')[1]);
            using var server = new TcpClient();
            await server.ConnectAsync(target, _stop.Token);
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
            await Task.WhenAny(PumpAsync(stream, server.GetStream()), PumpAsync(server.GetStream(), stream));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // One end went away, or the test is over.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16384];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            if (!_isSilent)
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
