using System.Net;
using Microsoft.Extensions.Logging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>
/// Reads kubeconfigs as kubectl does. The Kubernetes client's own reader knows no <c>proxy-url</c> and no <c>tokenFile</c>, takes the first certificate of a bundle
/// only, and runs credential plugins in a way that fails when they write to their standard error.
/// </summary>
internal sealed class KubeconfigLoader
{
    private readonly Dictionary<string, YamlEntry> _clusters = [];
    private readonly Dictionary<string, YamlEntry> _users = [];
    private readonly Dictionary<string, YamlEntry> _contexts = [];
    private string? _currentContext;

    /// <summary>Reads and merges: of what several files define, the first counts. Files that do not exist are left out.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <param name="timeProvider">Tells how old credentials are.</param>
    /// <param name="logger">Hears of files that cannot be read again.</param>
    /// <exception cref="InvalidOperationException">They define no such context, or one that is not complete or not supported; the message names what.</exception>
    public static ClusterAccess Load(IReadOnlyList<string> paths, string? context, TimeProvider timeProvider, ILogger logger)
    {
        var merged = new KubeconfigLoader();
        var present = paths.Where(File.Exists).ToList();
        if (present.Count == 0)
            throw new InvalidOperationException($"The kubeconfig {string.Join(Path.PathSeparator, paths)} does not exist: mend KUBECONFIG or --kubeconfig.");
        foreach (var path in present)
            merged.Add(path);
        return merged.Resolve(context, string.Join(Path.PathSeparator, paths), timeProvider, logger);
    }

    private void Add(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new InvalidOperationException($"The kubeconfig {path} is no YAML: line {e.Start.Line}: {e.Message}", e);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }, ..])
            return;
        var file = new YamlEntry(root, Path.GetDirectoryName(Path.GetFullPath(path))!);
        _currentContext ??= file.Text("current-context");
        Merge(file, "clusters", "cluster", _clusters);
        Merge(file, "users", "user", _users);
        Merge(file, "contexts", "context", _contexts);
    }

    private static void Merge(YamlEntry file, string list, string item, Dictionary<string, YamlEntry> target)
    {
        foreach (var entry in file.List(list))
        {
            if (entry.Text("name") is { } name)
                target.TryAdd(name, entry.Nested(item) ?? new YamlEntry(new YamlMappingNode(), entry.Folder));
        }
    }

    private ClusterAccess Resolve(string? name, string paths, TimeProvider timeProvider, ILogger logger)
    {
        name ??= _currentContext ?? throw new InvalidOperationException($"The kubeconfig {paths} has no current-context: name one with kubectl config use-context.");
        var context = Find(_contexts, name, "context", paths);
        var cluster = Find(_clusters, context.Text("cluster"), "cluster", paths);
        var server = cluster.Text("server") ?? throw new InvalidOperationException($"The cluster of context {name} in the kubeconfig {paths} has no server.");
        var user = context.Text("user") is { } userName ? Find(_users, userName, "user", paths) : null;
        return new ClusterAccess(new Uri(server), user is null ? new FixedCredentials(Credential.None) : CredentialsOf(user, cluster, timeProvider, logger))
        {
            Authorities = cluster.Pem("certificate-authority"),
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = cluster.Text("proxy-url") is { } proxy ? ProxyAt(new Uri(proxy)) : null,
            Namespace = context.Text("namespace"),
            DisableHttp2 = false,
        };
    }

    private static YamlEntry Find(Dictionary<string, YamlEntry> entries, string? name, string what, string paths) =>
        name is not null && entries.TryGetValue(name, out var found)
            ? found
            : throw new InvalidOperationException($"The kubeconfig {paths} has no {what} {name ?? "in the context"}{(entries.Count > 0 ? $"; there are: {string.Join(", ", entries.Keys)}" : "")}.");

    private static ICredentialSource CredentialsOf(YamlEntry user, YamlEntry cluster, TimeProvider timeProvider, ILogger logger)
    {
        // To leave these out silently would be to act as somebody else than was asked for.
        foreach (var unsupported in new[] { "as", "as-uid", "as-groups", "as-user-extra", "auth-provider" })
        {
            if (user.Has(unsupported))
                throw new InvalidOperationException($"The kubeconfig's user has {unsupported}, which is not supported: use a token, a client certificate, or exec.");
        }

        if (user.Nested("exec") is { } exec)
            return new ExecCredentials(Exec(exec, cluster), timeProvider);
        var header = user.Text("token") is { } token ? Credential.Bearer(token)
            : user.Text("username") is { } name ? Credential.Basic(name, user.Text("password"))
            : null;
        return new FileCredentials(header, user.FilePath("tokenFile"), user.Pem("client-certificate"), user.Pem("client-key"), timeProvider, logger);
    }

    private static ExecPluginConfiguration Exec(YamlEntry exec, YamlEntry cluster)
    {
        var version = exec.Text("apiVersion") ?? throw new InvalidOperationException("The kubeconfig's exec has no apiVersion: set client.authentication.k8s.io/v1.");
        var command = exec.Text("command") ?? throw new InvalidOperationException("The kubeconfig's exec has no command.");
        if (exec.Text("interactiveMode") == "Always")
            throw new InvalidOperationException($"The credential plugin {command} needs somebody to talk to (interactiveMode: Always), and an operator has nobody.");
        return new ExecPluginConfiguration(version, command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? exec.FilePath("command")! : command)
        {
            Arguments = exec.Texts("args"),
            Environment = exec.List("env").Where(entry => entry.Has("name")).ToDictionary(entry => entry.Text("name")!, entry => entry.Text("value") ?? ""),
            InstallHint = exec.Text("installHint"),
            ClusterInfo = exec.Flag("provideClusterInfo") ? ExecClusterInfo.Describe(cluster) : null,
        };
    }

    private static WebProxy ProxyAt(Uri address) => new(address) { Credentials = EnvironmentProxy.CredentialsIn(address) };
}
