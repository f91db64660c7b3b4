namespace ClusterCode.ControllerRuntime.Hosting;

/// <summary>Tells that there is a queue of such keys, by this name.</summary>
internal sealed record QueueName<TKey>(string Name)
    where TKey : notnull;
