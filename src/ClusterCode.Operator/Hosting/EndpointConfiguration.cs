using ClusterCode.Llm.Http;

namespace ClusterCode.Operator.Hosting;

/// <summary>
/// Reads where backends may be: <c>--allow-local-endpoints</c> on the command line, <c>AllowLocalEndpoints</c> in the environment. Loopback and link-local addresses are
/// refused unless it says otherwise, and the API server always is.
/// </summary>
internal static class EndpointConfiguration
{
    /// <summary>The key of the configuration.</summary>
    public const string AllowLocal = "AllowLocalEndpoints";

    private const string Switch = "--allow-local-endpoints";

    /// <summary>The address and port of the API server's Service, which every pod is told.</summary>
    private const string ServiceHost = "KUBERNETES_SERVICE_HOST";

    /// <summary>The arguments as the configuration reads them: it knows no switch without a value, and takes what follows for one.</summary>
    public static string[] Arguments(IReadOnlyList<string> arguments)
    {
        var read = new List<string>(arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == Switch)
                read.Add($"{AllowLocal}={(i + 1 < arguments.Count && bool.TryParse(arguments[i + 1], out _) ? arguments[++i] : "true")}");
            else
                read.Add(argument.StartsWith(Switch + "=", StringComparison.Ordinal) ? AllowLocal + argument[Switch.Length..] : argument);
        }

        return [.. read];
    }

    /// <summary>What is configured.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="apiServer">The address that the operator itself talks to.</param>
    /// <exception cref="FormatException">A value cannot be read; the message names its key.</exception>
    public static EndpointPolicy Read(IConfiguration configuration, Uri apiServer)
    {
        // Beside an API server that the operator reaches by a node's or its own machine's address there may be a model server; at the Service's address there is nothing else.
        var servers = new List<ApiServerAddress> { new(apiServer.IdnHost, apiServer.Port) };
        if (configuration[ServiceHost] is { Length: > 0 } service)
            servers.Add(new ApiServerAddress(service));
        return new EndpointPolicy { AllowLocal = Allowed(configuration[AllowLocal]), ApiServers = servers };
    }

    private static bool Allowed(string? text) => !string.IsNullOrEmpty(text)
        && (bool.TryParse(text, out var allowed) ? allowed : throw new FormatException($"{AllowLocal} is \"{text}\"; write true or false."));
}
