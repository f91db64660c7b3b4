using System.Collections.Concurrent;
using ClusterCode.Llm.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace ClusterCode.Operator.Tests.Backends.Routing;

/// <summary>A model server that counts what it is asked, and breaks every connection while it is dead.</summary>
internal sealed class MortalServer : IAsyncDisposable
{
    private const string Answer = """{"cause":"c1","explanation":[{"text":"Container app cannot start because ConfigMap checkout-config has no key DB_URL.","evidence":["e1","e2"]}],"fixes":[]}""";

    private readonly ConcurrentQueue<DateTime> _asked = new();
    private FakeServer? _server;
    private int _inside;
    private int _most;

    public bool IsDead { get; set; }

    public Uri Address => _server!.Address;

    /// <summary>The most requests that were answered at a time.</summary>
    public int MostAtOnce => _most;

    /// <summary>When requests arrived.</summary>
    public IReadOnlyList<DateTime> Asked => [.. _asked];

    public static async Task<MortalServer> StartAsync()
    {
        var mortal = new MortalServer();
        mortal._server = await FakeServer.StartAsync((_, context) => mortal.AnswerAsync(context));
        return mortal;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Enqueue(DateTime.UtcNow);
        var now = Interlocked.Increment(ref _inside);
        for (var seen = Volatile.Read(ref _most); now > seen; seen = Volatile.Read(ref _most))
            Interlocked.CompareExchange(ref _most, now, seen);
        try
        {
            // Long enough that requests overlap; what is counted does not depend on it.
            await Task.Delay(20, context.RequestAborted);
            if (IsDead)
                context.Abort();
            else
                await FakeServer.StreamAsync(context, Answer);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
