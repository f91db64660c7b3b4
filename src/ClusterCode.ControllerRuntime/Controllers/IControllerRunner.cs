namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>A controller as its host sees it.</summary>
internal interface IControllerRunner
{
    string Name { get; }

    /// <summary>Begins to listen to the informers, which tell of everything that is in their stores first. Called once, when this process leads: one that waits for its turn, for weeks perhaps, gathers nothing.</summary>
    void Bind();

    /// <summary>Completes when the controller has been told of everything that was there at the start.</summary>
    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Works until <paramref name="stopping"/>, then ends what is under way, unless <paramref name="aborting"/> comes first.</summary>
    Task RunAsync(CancellationToken stopping, CancellationToken aborting);
}
