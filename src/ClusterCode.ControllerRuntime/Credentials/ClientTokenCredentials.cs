using k8s.Authentication;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>What a token provider of the Kubernetes client gives, which decides itself when to look again.</summary>
internal sealed class ClientTokenCredentials(ITokenProvider provider, ClientCertificate? certificate) : ICredentialSource
{
    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken) =>
        new(await provider.GetAuthenticationHeaderAsync(cancellationToken), certificate);

    public ValueTask<Credential> RenewAsync(Credential rejected, CancellationToken cancellationToken) => GetAsync(cancellationToken);
}
