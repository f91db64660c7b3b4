using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ClusterCode.ControllerRuntime.Kubeconfig;

/// <summary>
/// Reads kubeconfig files and merges them as kubectl does: what comes first wins. The client has a reader of its own, which inspects each of its 1,200 models before it
/// reads the first line, to be ready for YAML of any kind; a program that only wants its credentials would hold on to that memory for ever.
/// </summary>
internal static class KubeconfigReader
{
    /// <summary>Reads and merges; of several files, as in <c>KUBECONFIG=a:b</c>, those that do not exist are left out.</summary>
    /// <exception cref="InvalidDataException">None of the files exists, or one is no kubeconfig.</exception>
    public static K8SConfiguration Read(IReadOnlyList<string> files)
    {
        var present = files.Where(File.Exists).ToList();
        if (present.Count == 0)
            throw new InvalidDataException($"The kubeconfig {string.Join(", ", files)} does not exist: mend KUBECONFIG or --kubeconfig.");
        var merged = ReadOne(present[0]);
        foreach (var file in present.Skip(1))
            Merge(merged, ReadOne(file));
        return merged;
    }

    private static K8SConfiguration ReadOne(string file)
    {
        K8SConfiguration configuration;
        try
        {
            using var reader = File.OpenText(file);
            configuration = new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<K8SConfiguration>(reader)
                ?? throw new InvalidDataException($"The kubeconfig {file} is empty.");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"The kubeconfig {file} cannot be read: line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }

        configuration.Clusters ??= [];
        configuration.Users ??= [];
        configuration.Contexts ??= [];
        ResolvePaths(configuration, Path.GetDirectoryName(Path.GetFullPath(file))!);
        return configuration;
    }

    /// <summary>Paths in a kubeconfig are relative to its own folder, and after merging nobody would know whose.</summary>
    private static void ResolvePaths(K8SConfiguration configuration, string folder)
    {
        foreach (var cluster in configuration.Clusters.Select(named => named.ClusterEndpoint).Where(cluster => cluster is not null))
            cluster.CertificateAuthority = Resolve(cluster.CertificateAuthority);
        foreach (var user in configuration.Users.Select(named => named.UserCredentials).Where(user => user is not null))
        {
            user.ClientCertificate = Resolve(user.ClientCertificate);
            user.ClientKey = Resolve(user.ClientKey);
            // A command without a slash is looked up in PATH.
            if (user.ExternalExecution is { Command: { } command } && command.Contains(Path.DirectorySeparatorChar))
                user.ExternalExecution.Command = Resolve(command);
        }

        string? Resolve(string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(folder, path);
    }

    private static void Merge(K8SConfiguration first, K8SConfiguration next)
    {
        if (string.IsNullOrEmpty(first.CurrentContext))
            first.CurrentContext = next.CurrentContext;
        first.Clusters = first.Clusters.Concat(next.Clusters).DistinctBy(cluster => cluster.Name).ToList();
        first.Users = first.Users.Concat(next.Users).DistinctBy(user => user.Name).ToList();
        first.Contexts = first.Contexts.Concat(next.Contexts).DistinctBy(context => context.Name).ToList();
    }
}
