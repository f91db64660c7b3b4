using System.Text.RegularExpressions;
using ClusterCode.Api.Evidence;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Gathering.Pods;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Storage;

/// <summary>The class's provisioner refuses to make the volume, or does not answer.</summary>
internal static partial class Provisioning
{
    /// <summary>The finding by the provisioner's own words; null where it has not complained.</summary>
    public static FindingDraft? Failed(ClaimCase claim, string storageClass, string? provisioner, IReadOnlyList<EventFacts> events)
    {
        if (events.FirstOrDefault(seen => seen.Reason == "ProvisioningFailed") is not { } said)
            return null;
        var who = provisioner is null ? $"StorageClass {storageClass}" : $"provisioner {provisioner} (StorageClass {storageClass})";
        return claim.Finding(
            CauseCategories.ProvisioningFailed,
            $"No volume is made for {claim.Title}: {who} says: {Words(said.Message)}",
            Words(said.Message),
            [Cite.Event(said), new EvidenceDraft(EvidenceKind.Spec, $"storageclass/{storageClass}", $"provisioner={provisioner ?? "not read"}")],
            ClaimCase.Ask($"Does what the provisioner says lie in the claim ({Claims.Describe(claim.Claim)}), in the parameters of class {storageClass}, or in the storage behind it?", Kubectl.IsName(storageClass) ? $"kubectl describe storageclass {storageClass}" : null));
    }

    /// <summary>The finding where nobody makes the volume and nobody says why; null within the grace period.</summary>
    public static FindingDraft? Unanswered(ClaimCase claim, V1StorageClass storageClass, IReadOnlyList<EventFacts> events)
    {
        if (claim.Age < PodHealth.StartGrace)
            return null;
        var said = events.FirstOrDefault(seen => seen.Reason is "ExternalProvisioning" or "Provisioning");
        return claim.Finding(
            CauseCategories.ProvisioningFailed,
            $"{claim.Title} has waited {Wording.Duration(claim.Age)} for provisioner {storageClass.Provisioner} of StorageClass {storageClass.Metadata.Name}, which {(said?.Reason == "Provisioning" ? "has begun and not finished" : "does not answer: it is not running, or no such driver is installed")}",
            storageClass.Provisioner ?? "",
            [said is null ? null : Cite.Event(said), new EvidenceDraft(EvidenceKind.Spec, $"storageclass/{storageClass.Metadata.Name}", $"provisioner={storageClass.Provisioner}")],
            ClaimCase.Ask($"Do the pods of provisioner {Wording.Clip(storageClass.Provisioner, 80)} run?", "kubectl get pods -A")) with
        { Confidence = said is null ? Confidence.Low : Confidence.Medium };
    }

    /// <summary>What a driver says in the end: the description of the innermost rpc error, without its wrappers.</summary>
    public static string Words(string message)
    {
        var text = Wording.Clip(message, 1500);
        var at = text.LastIndexOf("desc = ", StringComparison.Ordinal);
        if (at >= 0)
            text = text[(at + "desc = ".Length)..];
        else if (Wrapper().Match(text) is { Success: true } wrapper)
            text = text[wrapper.Length..];
        return Wording.Clip(text);
    }

    [GeneratedRegex("""^(?:failed to provision volume with StorageClass "[^"]{1,253}": |Failed to provision volume with StorageClass "[^"]{1,253}": )(?:rpc error: )?""", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapper();
}
