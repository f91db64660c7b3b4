namespace ClusterCode.Llm.Dialects;

/// <summary>
/// The profile of one backend, for as long as its configuration stays. Concurrent requests may overwrite each other's discovery;
/// that costs one more rejected request, never a wrong one.
/// </summary>
/// <param name="known">What an earlier operator learnt.</param>
/// <param name="knownVersion">The version of the server that it learnt it of.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RequestProfileStore(RequestProfile known, string? knownVersion, TimeProvider timeProvider)
{
    // Servers that do not tell their version are upgraded too; a rejected request a day costs nothing.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private RequestProfile current = known;
    private string? version = knownVersion;
    private long since = timeProvider.GetTimestamp();

    public RequestProfile Current
    {
        get
        {
            lock (gate)
            {
                if (timeProvider.GetElapsedTime(since) > Lifetime)
                    Learn(RequestProfile.Initial);
                return current;
            }
        }

        set
        {
            lock (gate)
                Learn(value);
        }
    }

    /// <summary>The server is of a version; what another rejected, this one may accept.</summary>
    public void ServerIs(string? told)
    {
        lock (gate)
        {
            if (told is null || told == version)
                return;
            if (version is not null)
                Learn(RequestProfile.Initial);
            version = told;
        }
    }

    private void Learn(RequestProfile profile)
    {
        current = profile;
        since = timeProvider.GetTimestamp();
    }
}
