using ClusterCode.Llm.Tests.Servers;

namespace ClusterCode.Llm.Tests.Explaining;

/// <summary>One real server for the tests of a class.</summary>
public sealed class LlamaServerFixture : IAsyncLifetime
{
    private LlamaServer? server;

    public Uri Address => server!.Address;

    internal LlamaServer Server => server!;

    // One slot, so that a request under way makes the next one wait.
    public async Task InitializeAsync() => server = await LlamaServer.StartAsync("-c", "16384", "-np", "1");

    public async Task DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
