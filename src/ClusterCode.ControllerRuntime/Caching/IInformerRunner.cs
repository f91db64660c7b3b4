namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>An informer as its host sees it.</summary>
internal interface IInformerRunner
{
    /// <summary>The resource, for messages.</summary>
    string Name { get; }

    bool HasSynced { get; }

    /// <summary>Why the last attempt to list or watch failed; null when it did not.</summary>
    Exception? LastError { get; }

    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the store up to date until cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
