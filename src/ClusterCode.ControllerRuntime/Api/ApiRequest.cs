namespace ClusterCode.ControllerRuntime.Api;

/// <summary>One request, in a form that can be sent more than once.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Relative to the API server's address, without a leading slash.</param>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The body's JSON; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Whether sending it twice does no more than sending it once, so that it may be repeated when it is unknown whether the server acted.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>For messages: the method and the path, without the query.</summary>
    public override string ToString() => $"{Method} /{(PathAndQuery.IndexOf('?') is var query and >= 0 ? PathAndQuery[..query] : PathAndQuery)}";
}
