namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A controller as its host sees it.</summary>
internal interface IControllerRunner
{
    string Name { get; }

    /// <summary>Begins to listen to the informers; keys gather in the queue. Called once, before the informers start.</summary>
    void Bind();

    /// <summary>Completes when the controller has been told of everything that was there at the start.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Works until <paramref name="stopping"/>, then ends what is under way, unless <paramref name="aborting"/> comes first.</summary>
    Task RunAsync(CancellationToken stopping, CancellationToken aborting);
}
