namespace ClusterCode.Diagnosis.Views;

/// <summary>Which log to read, and how much of its end.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Previous">True: the log of the container's previous run.</param>
/// <param name="TailLines">The most lines.</param>
/// <param name="LimitBytes">The most bytes.</param>
public sealed record LogQuery(string Namespace, string Pod, string Container, bool Previous, int TailLines, int LimitBytes)
{
    /// <summary>True: each line begins with the time at which the runtime took it down, see <see cref="TimedLog"/>. A recording has them or has them not.</summary>
    public bool Timestamps { get; init; }
}
