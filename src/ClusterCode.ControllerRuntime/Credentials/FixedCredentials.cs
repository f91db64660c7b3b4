namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>Credentials that never change.</summary>
internal sealed class FixedCredentials(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => new(credential);

    public ValueTask<Credential> RenewAsync(Credential rejected, CancellationToken cancellationToken) => new(credential);
}
