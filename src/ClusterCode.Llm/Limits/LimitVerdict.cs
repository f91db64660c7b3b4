namespace ClusterCode.Llm.Limits;

/// <summary>Whether a request may be sent now.</summary>
internal abstract record LimitVerdict
{
    private LimitVerdict()
    {
    }

    /// <summary>It may, and is counted.</summary>
    internal sealed record Granted(Spending Spending) : LimitVerdict;

    /// <summary>Not before so much time has passed.</summary>
    /// <param name="Wait">How long.</param>
    /// <param name="Limit">The limit that is reached, as its field.</param>
    internal sealed record Later(TimeSpan Wait, string Limit) : LimitVerdict;

    /// <summary>Not today, or never.</summary>
    /// <param name="Message">Why, and how to mend it.</param>
    internal sealed record Refused(string Message) : LimitVerdict;
}
