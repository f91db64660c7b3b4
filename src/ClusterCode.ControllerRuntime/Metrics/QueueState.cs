namespace ClusterCode.ControllerRuntime.Metrics;

/// <summary>A queue at a glance.</summary>
/// <param name="Depth">Keys that wait.</param>
/// <param name="UnfinishedWork">How long the keys under way have been worked on, together.</param>
/// <param name="LongestRunning">How long the oldest key under way has been worked on.</param>
internal readonly record struct QueueState(int Depth, TimeSpan UnfinishedWork, TimeSpan LongestRunning);
