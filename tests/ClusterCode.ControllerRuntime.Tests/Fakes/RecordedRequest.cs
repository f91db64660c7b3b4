namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>A request as the fake server saw it; the path has no leading slash.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>A watch that asks for all objects first.</summary>
    public bool IsInitialEventsWatch => Query.ContainsKey("sendInitialEvents");

    public bool IsWatch => Query.ContainsKey("watch") && !IsInitialEventsWatch;

    public bool IsList => Method == "GET" && !Query.ContainsKey("watch");
}
