namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A request as the fake server saw it; the path has no leading slash.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public bool IsWatch => Query.ContainsKey("watch");

    public bool IsList => Method == "GET" && !IsWatch;
}
