using k8s;
using k8s.Exceptions;

namespace ClusterCode.ControllerRuntime.Kubeconfig;

/// <summary>Which cluster to talk to, and as whom.</summary>
public static class ClusterConfiguration
{
    /// <summary>One or several kubeconfig files.</summary>
    private const string KubeconfigVariable = "KUBECONFIG";

    /// <summary>
    /// Without arguments: the files that <c>KUBECONFIG</c> names; else, in a pod, its ServiceAccount; else <c>~/.kube/config</c>. That is controller-runtime's order.
    /// </summary>
    /// <param name="file">A kubeconfig to take instead.</param>
    /// <param name="context">A context of the kubeconfig to take instead of its current one.</param>
    /// <exception cref="InvalidDataException">There is no such configuration, or it cannot be read; the message says where it was looked for.</exception>
    public static KubernetesClientConfiguration Load(string? file = null, string? context = null)
    {
        if (file is not null)
            return Build([file], context);
        if (Environment.GetEnvironmentVariable(KubeconfigVariable) is { Length: > 0 } files)
            return Build(files.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), context);
        return context is null && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : Build([Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")], context);
    }

    private static KubernetesClientConfiguration Build(IReadOnlyList<string> files, string? context)
    {
        var configuration = KubeconfigReader.Read(files);
        var wanted = context ?? configuration.CurrentContext;
        if (string.IsNullOrEmpty(wanted) || configuration.Contexts.All(known => known.Name != wanted))
        {
            throw new InvalidDataException(
                $"The kubeconfig {string.Join(", ", files)} has no context {(string.IsNullOrEmpty(wanted) ? "that is current: set current-context" : $"named {wanted}; there are: {string.Join(", ", configuration.Contexts.Select(known => known.Name))}")}.");
        }

        try
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(configuration, wanted);
        }
        catch (KubeConfigException e)
        {
            throw new InvalidDataException($"The kubeconfig {string.Join(", ", files)} cannot be used: {e.Message}", e);
        }
    }
}
