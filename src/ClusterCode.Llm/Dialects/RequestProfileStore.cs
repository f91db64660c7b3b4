namespace ClusterCode.Llm.Dialects;

/// <summary>
/// The profile of one backend, for as long as its configuration stays. Concurrent requests may overwrite each other's discovery;
/// that costs one more rejected request, never a wrong one.
/// </summary>
internal sealed class RequestProfileStore
{
    private volatile RequestProfile current = RequestProfile.Initial;

    public RequestProfile Current
    {
        get => current;
        set => current = value;
    }
}
