using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Analyzers.Nodes;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Words the finding about an image that is not pulled.</summary>
internal static class ImagePullFinding
{
    /// <summary>The finding; null as long as the names that may be meant are not known.</summary>
    public static FindingDraft? Of(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts container, PullVerdict verdict)
    {
        var image = container.Spec.Image ?? "";
        var name = ImageName.Parse(image);
        var secrets = PullSecrets(file, pod);
        if (secrets.Missing.Count > 0 && file.Facts.Names<V1Secret>(file.Namespace) is null)
            return null;
        var (category, title) = Judge(file, pod, container, verdict, name, secrets);
        List<EvidenceDraft> evidence = [.. verdict.Evidence, Cite.Spec(pod, container, "image", $"{image} (imagePullPolicy {container.Spec.ImagePullPolicy ?? "absent"})")];
        if (verdict.Failure is PullFailure.AuthFailed or PullFailure.DeniedOrMissing)
            evidence.Add(Cite.Spec(pod, "imagePullSecrets", secrets.Names.Count == 0 ? "absent" : string.Join(", ", secrets.Names)));
        if (pod.Events.FirstOrDefault(seen => seen.Reason == "FailedToRetrieveImagePullSecret") is { } refused && category == CauseCategories.ImageAuthFailed)
            evidence.Add(Cite.Event(refused));
        return new FindingDraft
        {
            Category = category,
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            Title = title,
            Resource = verdict.Failure == PullFailure.NoSpace && pod.Pod.Spec?.NodeName is { Length: > 0 } full ? NodeFindings.Reference(full) : workload.Reference,
            Pod = pod.Name,
            Container = container.Name,
            NormalizedMessage = LogDigest.Normalize($"{verdict.Failure} {image}"),
            Explanation = $"Container {container.Name} cannot start before its image is on the node. The runtime says: {Wording.Clip(verdict.Message, 2 * Wording.LongestQuote)}",
            Evidence = evidence,
            Remediation = [.. Remediations(workload, container, category, name, verdict)],
        };
    }

    private static (string Category, string Title) Judge(
        CaseFile file, PodFacts pod, ContainerFacts container, PullVerdict verdict, ImageName name, (IReadOnlyList<string> Names, IReadOnlyList<string> Missing) secrets)
    {
        var image = Wording.Clip(container.Spec.Image);
        var others = OtherTags(file, name);
        return verdict.Failure switch
        {
            PullFailure.InvalidName => (CauseCategories.ImageInvalidName, $"Image name \"{image}\" of {container.Noun()} is invalid: {PullMessage.NameProblem(verdict.Message)}{Meant(image)}"),
            PullFailure.NeverPull => (CauseCategories.ImageNeverPull, $"Image {image} of {container.Noun()} is not on node {pod.Pod.Spec?.NodeName}, and imagePullPolicy Never forbids pulling it"),
            PullFailure.RateLimited => (CauseCategories.ImageRateLimited, $"Registry {name.Registry} refuses image {image}: too many pulls{(secrets.Names.Count == 0 ? " (the node pulls without credentials: imagePullSecrets is absent)" : "")}"),
            PullFailure.PlatformMismatch => (CauseCategories.ImagePlatformMismatch, $"Image {image} has no variant for the platform of node {pod.Pod.Spec?.NodeName}{Platform(file, pod)}"),
            PullFailure.RegistryUnreachable => (CauseCategories.ImageRegistryUnreachable, $"Registry {name.Registry} of image {image} cannot be reached{From(pod)}: {PullMessage.Innermost(verdict.Message)}"),
            PullFailure.NoSpace => (CauseCategories.DiskPressure, $"{(pod.Pod.Spec?.NodeName is { Length: > 0 } full ? $"Node {full}" : "The node")} has no space left on its disk to unpack image {image}"),
            PullFailure.AuthFailed => (CauseCategories.ImageAuthFailed, $"Registry {name.Registry} refuses to let the node pull image {image}: {Credentials(file, secrets, name)}"),
            PullFailure.DeniedOrMissing when secrets.Names.Count > 0 => (CauseCategories.ImageAuthFailed, $"Registry {name.Registry} refuses to let the node pull image {image}: {Credentials(file, secrets, name)}, or the repository does not exist"),
            PullFailure.DeniedOrMissing => (
                CauseCategories.ImageNotFound,
                $"Image {image} does not exist in registry {name.Registry}, or is private and imagePullSecrets is absent{(KnownImages.Near(name.ShortRepository) is { } near ? $"; {near} is probably meant" : "")}"),
            PullFailure.RepositoryNotFound => (CauseCategories.ImageNotFound, $"Image {image} does not exist: registry {name.Registry} has no repository {name.ShortRepository}"),
            PullFailure.TagNotFound => (CauseCategories.ImageTagNotFound, $"Image {image} does not exist ({NotFound(name)}){Has(others)}"),
            PullFailure.NotFound => (CauseCategories.ImageTagNotFound, $"Image {image} does not exist ({NotFound(name)}{(others.Count == 0 ? $", or registry {name.Registry} has no repository {name.ShortRepository}" : "")}){Has(others)}"),
            _ => (CauseCategories.Unknown, $"Image {image} of {container.Noun()} cannot be pulled: {(Wording.ClipStart(verdict.Message) is { Length: > 0 } said ? said : "the kubelet does not say why")}"),
        };
    }

    private static string From(PodFacts pod) => pod.Pod.Spec?.NodeName is { Length: > 0 } node ? $" from node {node}" : "";

    private static string NotFound(ImageName name) => name.Digest is null ? "tag not found" : "digest not found";

    private static string Has(List<string> tags) => tags.Count == 0 ? "" : $"; nodes have {Wording.List(tags, 3)}";

    /// <summary>Tags of the same repository that a node has: proof that the repository exists, and what ran before.</summary>
    private static List<string> OtherTags(CaseFile file, ImageName wanted) => file.Nodes is not { IsFound: true } nodes ? [] :
    [
        .. nodes.Value
            .SelectMany(node => node.Status?.Images ?? [])
            .SelectMany(image => image?.Names ?? [])
            .Select(ImageName.Parse)
            .Where(name => name.Registry == wanted.Registry && name.Repository == wanted.Repository && name.Digest is null && name.Tag != wanted.Tag)
            .Select(name => name.Tag!)
            .Distinct(StringComparer.Ordinal)
            .OrderDescending(StringComparer.Ordinal),
    ];

    private static (IReadOnlyList<string> Names, IReadOnlyList<string> Missing) PullSecrets(CaseFile file, PodFacts pod)
    {
        List<string> names = [.. (pod.Pod.Spec?.ImagePullSecrets ?? []).Select(secret => secret?.Name).OfType<string>()];
        var refused = pod.Events.FirstOrDefault(seen => seen.Reason == "FailedToRetrieveImagePullSecret")?.Message ?? "";
        return (names, [.. names.Where(name => file.SecretKeys.TryGetValue(name, out var known) ? known.IsMissing : refused.Contains(name, StringComparison.Ordinal))]);
    }

    private static string Credentials(CaseFile file, (IReadOnlyList<string> Names, IReadOnlyList<string> Missing) secrets, ImageName name) => secrets switch
    {
        { Names.Count: 0 } => "imagePullSecrets is absent, so it pulls without credentials",
        { Missing.Count: > 0 } => $"Secret {Wording.List(secrets.Missing)} of imagePullSecrets does not exist{(NearMiss.Best(secrets.Missing[0], file.Facts.Names<V1Secret>(file.Namespace)?.Value ?? []) is { } near ? $"; {near} does" : "")}",
        _ => $"Secret {Wording.List(secrets.Names)} of imagePullSecrets has no valid credentials for {name.Registry}",
    };

    private static string Meant(string image)
    {
        var lower = image.ToLowerInvariant();
        return lower != image && Kubectl.IsReference(lower) ? $"; {lower} is probably meant" : "";
    }

    private static string Platform(CaseFile file, PodFacts pod)
    {
        var info = file.Nodes is { IsFound: true } nodes ? nodes.Value.FirstOrDefault(node => node.Metadata?.Name == pod.Pod.Spec?.NodeName)?.Status?.NodeInfo : null;
        return info is null ? "" : $" ({info.OperatingSystem}/{info.Architecture})";
    }

    private static IEnumerable<Remediation> Remediations(WorkloadFacts workload, ContainerFacts container, string category, ImageName name, PullVerdict verdict)
    {
        var image = container.Spec.Image ?? "";
        if (category == CauseCategories.ImageInvalidName && Kubectl.IsReference(image.ToLowerInvariant()) && Kubectl.SetImage(workload.Reference, container.Name, image.ToLowerInvariant()) is { } lower)
            yield return new Remediation { Title = "Write the name in lower case", Command = lower, Risk = RemediationRisk.Medium };
        else if (verdict.Failure == PullFailure.DeniedOrMissing && KnownImages.Near(name.ShortRepository) is { } near)
            yield return new Remediation { Title = $"Use image {near}", Command = Kubectl.SetImage(workload.Reference, container.Name, name.Tag is null ? near : $"{near}:{name.Tag}"), Risk = RemediationRisk.Medium };
        else
            yield return new Remediation { Title = Question(category, name, image), Risk = RemediationRisk.Medium };

        if (Kubectl.Workload(workload.Reference) is { } target && workload.Reference.Kind == "Deployment" && category is CauseCategories.ImageTagNotFound or CauseCategories.ImageNotFound)
            yield return new Remediation { Title = "Go back to the revision before, if it ran", Command = $"kubectl rollout undo {target}", Risk = RemediationRisk.Medium };
    }

    private static string Question(string category, ImageName name, string image) => category switch
    {
        CauseCategories.ImageTagNotFound => $"Which tag of {name.ShortRepository} was pushed to {name.Registry}? Set the image to it, or push {name.Version}",
        CauseCategories.ImageNotFound => $"Where was {name.ShortRepository} pushed? Correct registry or repository of the image",
        CauseCategories.ImageAuthFailed => $"Which account may pull from {name.Registry}? Put its credentials into a docker-registry Secret, and name that in imagePullSecrets",
        CauseCategories.ImageRegistryUnreachable => $"Is {name.Registry} the right host, and can the node reach it (DNS, proxy, firewall, certificate)?",
        CauseCategories.DiskPressure => $"What fills the node's disk? Free it, or give the node a larger one; {image} must fit twice, packed and unpacked",
        CauseCategories.ImageRateLimited => $"Pull with an account (imagePullSecrets) or from a mirror; the limit of {name.Registry} ends by itself after a time",
        CauseCategories.ImagePlatformMismatch => $"Build {image} for the node's platform too, or send the pod to other nodes with nodeSelector kubernetes.io/arch",
        CauseCategories.ImageNeverPull => $"Load {image} on the node, or set imagePullPolicy to IfNotPresent",
        CauseCategories.ImageInvalidName => "What is the image's right name? Repository names are lower case, and a tag follows one colon",
        _ => $"Why can the node not pull {image}? Try to pull it there by hand",
    };
}
