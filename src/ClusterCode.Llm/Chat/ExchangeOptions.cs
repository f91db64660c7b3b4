using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Chat;

/// <summary>Options of one exchange, which also count the requests that it took, failed ones included.</summary>
internal sealed class ExchangeOptions : ChatOptions
{
    private int requests;

    /// <summary>Requests sent so far.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Counts one request.</summary>
    public void CountRequest() => Interlocked.Increment(ref requests);
}
