using System.Net;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.ClusterTests.Support;
using ClusterCode.ControllerRuntime.Credentials;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using k8s.Models;
using k8s;

namespace ClusterCode.ControllerRuntime.ClusterTests.Transport;

/// <summary>Bound ServiceAccount tokens, as pods have them: one ends with the object that it is bound to.</summary>
[Collection(ControlPlaneCollection.Name)]
public sealed class RotatedTokenTests(ControlPlaneFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runtime-test-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));

    [Fact]
    public async Task A_token_that_the_server_no_longer_takes_is_replaced_by_the_one_in_the_file_without_a_failed_request()
    {
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = $"bound-{Guid.NewGuid():N}" } };
        await fixture.Plane.Client.CoreV1.CreateNamespacedSecretAsync(secret, "default", cancellationToken: _deadline.Token);
        var administrator = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(fixture.Plane.Kubeconfig));
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), await TokenAsync(secret.Metadata.Name));
        await File.WriteAllTextAsync(Path.Combine(_folder, "ca.crt"), administrator.SslCaCerts.ExportCertificatePems());
        var address = new Uri(administrator.Host);
        var access = ClusterAccess.InCluster(
            _folder,
            name => name switch { "KUBERNETES_SERVICE_HOST" => address.Host, "KUBERNETES_SERVICE_PORT" => address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => null },
            TimeProvider.System,
            NullLogger.Instance)!;
        var services = new ServiceCollection();
        services.AddSingleton(new ClusterConnection(access, "test-operator/1.0", NullLogger<ClusterHttpHandler>.Instance));
        services.AddKubernetesOperator();
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IApiClient>();
        await AskAsync(client);

        // The server remembers for some seconds that a token was good.
        await fixture.Plane.Client.CoreV1.DeleteNamespacedSecretAsync(secret.Metadata.Name, "default", cancellationToken: _deadline.Token);
        while (await StatusAsync(client) != HttpStatusCode.Unauthorized)
            await Task.Delay(TimeSpan.FromMilliseconds(200), _deadline.Token);

        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), await TokenAsync(null));
        await AskAsync(client);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
    }

    /// <summary>The default ServiceAccount may look at nothing, but it is known who asks: 403 and not 401.</summary>
    private async Task AskAsync(IApiClient client) => Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client));

    private async Task<HttpStatusCode> StatusAsync(IApiClient client) =>
        (await Assert.ThrowsAsync<ApiStatusException>(() => client.GetAsync(ResourceDefinition.For<V1ConfigMap>(), new ObjectKey("default", "x"), _deadline.Token))).StatusCode;

    private async Task<string> TokenAsync(string? secret)
    {
        var request = new Authenticationv1TokenRequest
        {
            Spec = new V1TokenRequestSpec
            {
                Audiences = [],
                ExpirationSeconds = 600,
                BoundObjectRef = secret is null ? null : new V1BoundObjectReference { ApiVersion = "v1", Kind = "Secret", Name = secret },
            },
        };
        var granted = await fixture.Plane.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, "default", "default", cancellationToken: _deadline.Token);
        return granted.Status.Token;
    }
}
