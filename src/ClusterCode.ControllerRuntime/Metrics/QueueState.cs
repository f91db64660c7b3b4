namespace ClusterCode.ControllerRuntime.Metrics;

/// <summary>A queue at a glance.</summary>
/// <param name="Depths">How many keys wait, by priority; those held back because they are being worked on included.</param>
/// <param name="UnfinishedWork">How long the keys under way have been worked on, together.</param>
/// <param name="LongestRunning">How long the oldest key under way has been worked on.</param>
internal readonly record struct QueueState(IReadOnlyList<KeyValuePair<int, int>> Depths, TimeSpan UnfinishedWork, TimeSpan LongestRunning);
