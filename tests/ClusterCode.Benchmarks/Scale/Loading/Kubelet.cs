using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterCode.Benchmarks.Scale.Loading;

/// <summary>The one part of a kubelet that others ask: a container's log, which says the same for every pod. All nodes have this one.</summary>
internal sealed class Kubelet : IAsyncDisposable
{
    private const string Log = "starting\nlistening on :8080\nFATAL: cannot open /var/lib/orders.db: permission refused by policy\n";

    private readonly WebApplication _server;
    private readonly X509Certificate2 _certificate;

    private Kubelet(WebApplication server, X509Certificate2 certificate) => (_server, _certificate) = (server, certificate);

    /// <summary>Where the API server reaches it.</summary>
    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Starts it on a free port.</summary>
    public static async Task<Kubelet> StartAsync(CancellationToken cancellationToken)
    {
        var certificate = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        var server = builder.Build();
        server.MapGet("/containerLogs/{ns}/{pod}/{container}", () => Results.Text(Log));
        await server.StartAsync(cancellationToken);
        return new Kubelet(server, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    // The API server was not told whom to trust for kubelets, so that any certificate will do.
    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=kubelet", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
