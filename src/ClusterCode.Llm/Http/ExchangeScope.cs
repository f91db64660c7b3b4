namespace ClusterCode.Llm.Http;

/// <summary>
/// Ties the answers that arrive during an exchange to its end. Client libraries drop a response without closing it when they are
/// cancelled between its headers and their first read; the server would go on generating for nobody.
/// </summary>
internal sealed class ExchangeScope
{
    private readonly AsyncLocal<CancellationToken> end = new();

    /// <summary>Begins an exchange in the current flow of execution.</summary>
    /// <param name="ended">Is cancelled when nobody wants the answer any more.</param>
    public void Begin(CancellationToken ended) => end.Value = ended;

    /// <summary>Closes a response, and with it its connection, at the end of the exchange that it belongs to.</summary>
    public void CloseAtEnd(HttpResponseMessage response) =>
        end.Value.UnsafeRegister(static state => ((HttpResponseMessage)state!).Dispose(), response);
}
