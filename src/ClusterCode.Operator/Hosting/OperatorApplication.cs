using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.Diagnosis.Hosting;
using ClusterCode.Diagnosis.Views;
using ClusterCode.Llm;
using ClusterCode.Operator.Views;

namespace ClusterCode.Operator.Hosting;

/// <summary>Puts the program together: the API client, the expert, the model side, the controllers, telemetry and health.</summary>
internal static class OperatorApplication
{
    /// <summary>Where health and metrics are served unless <c>ASPNETCORE_URLS</c> says otherwise; config/manager names the same ports.</summary>
    private static readonly string[] DefaultUrls = ["http://*:8081", "http://*:8080"];

    /// <summary>Longer than the controllers' drain (30 s), the last events (5 s) and the lease's release (5 s) together; shorter than the pod's terminationGracePeriodSeconds.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(42);

    /// <summary>Adds all services.</summary>
    public static void AddClusterCodeOperator(this WebApplicationBuilder builder, string[] arguments)
    {
        // An empty builder, and what of it is used: the usual one watches the program's whole folder for changes of files that there are not.
        builder.Configuration.AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().AddCommandLine(EndpointConfiguration.Arguments(arguments));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls.Split(';') : DefaultUrls);
        builder.Services.AddRoutingCore();
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);

        var services = builder.Services;
        var identity = OperatorIdentity.FromConfiguration(builder.Configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(identity);
        services.AddSingleton<IClusterView>(provider => ActivatorUtilities.CreateInstance<WatchedClusterView>(
            provider, new LiveClusterView(provider.GetRequiredService<ClusterConnection>().Http, TimeProvider.System)));
        services.AddClusterCodeDiagnosis();
        services.AddSingleton(provider => EndpointConfiguration.Read(builder.Configuration, provider.GetRequiredService<ClusterConnection>().Http.BaseAddress!));
        services.AddClusterCodeLlm();
        services.AddClusterCodeControllers(identity, builder.Configuration);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddClusterCodeTelemetry(builder.Configuration);
    }

    /// <summary>Maps /healthz (nothing calls for a restart), /readyz (the caches are filled, whoever leads) and /metrics.</summary>
    public static void MapClusterCodeEndpoints(this WebApplication app)
    {
        // Plain delegates: for anything else the framework compiles expression trees, whose machinery then stays in memory.
        app.MapGet("/healthz", (RequestDelegate)(context => AnswerAsync(context, Health(context).Failure)));
        app.MapGet("/readyz", (RequestDelegate)(context => AnswerAsync(context, Health(context).CachesSynced ? null : "caches are being filled")));
        app.MapPrometheusScrapingEndpoint();
    }

    private static IOperatorHealth Health(HttpContext context) => context.RequestServices.GetRequiredService<IOperatorHealth>();

    private static Task AnswerAsync(HttpContext context, string? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(problem ?? "ok", context.RequestAborted);
    }
}
