using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Looks up what failing pods refer to, each kind only where it can matter.</summary>
internal sealed class ReferencedObjectReader(IClusterView view, ISecretRedactor redactor)
{
    /// <summary>Waiting reasons with which a Secret may have to do. Elsewhere none is asked for.</summary>
    private static readonly HashSet<string> SecretReasons = new(StringComparer.Ordinal)
    {
        "CreateContainerConfigError", "CreateContainerError", "ContainerCreating", "PodInitializing",
    };

    /// <summary>More objects of one kind than this are read by one list.</summary>
    private const int MostSingleReads = 4;

    private readonly ObjectSanitizer _sanitizer = new(redactor);

    private static readonly HashSet<string> PullReasons = new(StringComparer.Ordinal) { "ErrImagePull", "ImagePullBackOff" };

    /// <summary>Reads what the pods refer to.</summary>
    public async Task<ReferencedObjects> ReadAsync(string ns, IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        var references = pods.Where(p => !PodHealth.IsUnschedulable(p)).Select(p => (Pod: p, References: PodReferences.Of(p))).ToList();
        var maps = GetAllAsync<V1ConfigMap>(ns, references.SelectMany(r => r.References.ConfigMaps), cancellationToken);
        var secrets = GetAllAsync<V1Secret>(
            ns,
            references.SelectMany(r => SecretsThatMatter(r.Pod, r.References)),
            cancellationToken);
        var claims = GetAllAsync<V1PersistentVolumeClaim>(
            ns, pods.Where(p => p.Status?.Phase == "Pending").SelectMany(p => PodReferences.Of(p).Claims), cancellationToken);
        var services = ServicesAsync(ns, pods, cancellationToken);
        await Task.WhenAll(maps, secrets, claims, services).ConfigureAwait(false);
        var found = await maps.ConfigureAwait(false);
        return new ReferencedObjects(
            found.ToDictionary(m => m.Key, m => Redacted(m.Value), StringComparer.Ordinal),
            found.Values.Any(m => m.IsMissing) ? await ConfigMapNamesAsync(ns, cancellationToken).ConfigureAwait(false) : [],
            (await secrets.ConfigureAwait(false)).ToDictionary(s => s.Key, s => KeysOf(s.Value), StringComparer.Ordinal),
            await claims.ConfigureAwait(false),
            await services.ConfigureAwait(false));
    }

    private static IEnumerable<string> SecretsThatMatter(V1Pod pod, PodReferences references)
    {
        var mounted = Waits(pod, SecretReasons) ? references.Secrets : Enumerable.Empty<string>();
        return Waits(pod, PullReasons) ? mounted.Concat(references.PullSecrets) : mounted;
    }

    private static bool Waits(V1Pod pod, HashSet<string> reasons) =>
        PodHealth.Statuses(pod).Any(s => reasons.Contains(s.State?.Waiting?.Reason ?? "")) || (pod.Status?.Phase == "Pending" && !PodHealth.Statuses(pod).Any());

    private async Task<Dictionary<string, Lookup<T>>> GetAllAsync<T>(string ns, IEnumerable<string> names, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var wanted = names.Distinct(StringComparer.Ordinal).Take(GatheringLimits.ReferencedObjects).ToList();
        if (wanted.Count > MostSingleReads && typeof(T) != typeof(V1Secret))
        {
            // From here on the view answers from the list. Secrets may not be listed.
            await view.ListAsync<T>(ns, ListQuery.All, cancellationToken).ConfigureAwait(false);
        }

        var found = await Task.WhenAll(wanted.Select(n => view.GetAsync<T>(ns, n, cancellationToken))).ConfigureAwait(false);
        return wanted.Zip(found).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    // The Services that lose an endpoint, and those that an init container may wait for.
    private async Task<Lookup<IReadOnlyList<V1Service>>?> ServicesAsync(string ns, IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken) =>
        pods.Any(p => !PodHealth.IsReady(p) && !PodHealth.IsUnschedulable(p) && p.Status?.Phase is "Running" or "Pending")
            ? await view.ListAsync<V1Service>(ns, ListQuery.All, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<IReadOnlyList<string>> ConfigMapNamesAsync(string ns, CancellationToken cancellationToken)
    {
        var all = await view.ListAsync<V1ConfigMap>(ns, new ListQuery { MetadataOnly = true }, cancellationToken).ConfigureAwait(false);
        return [.. (all.Value ?? []).Select(m => m.Metadata.Name).Order(StringComparer.Ordinal)];
    }

    private Lookup<V1ConfigMap> Redacted(Lookup<V1ConfigMap> found) => found.IsFound ? Lookup.Found(_sanitizer.Sanitize(found.Value)) : found;

    private static Lookup<IReadOnlyList<string>> KeysOf(Lookup<V1Secret> secret) => secret.Status switch
    {
        LookupStatus.Found => Lookup.Found<IReadOnlyList<string>>([.. (secret.Value!.Data ?? new Dictionary<string, byte[]>()).Keys.Order(StringComparer.Ordinal)]),
        LookupStatus.Missing => Lookup.Missing<IReadOnlyList<string>>(secret.Message),
        LookupStatus.Forbidden => Lookup.Forbidden<IReadOnlyList<string>>(secret.Message),
        _ => Lookup.Unavailable<IReadOnlyList<string>>(secret.Message),
    };
}
