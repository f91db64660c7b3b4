using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.Findings;
using k8s.Models;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>DiagnosisRequests <c>shop/why</c> of a user.</summary>
internal static class TestDiagnoses
{
    public static readonly RootCause Cause = new()
    {
        Summary = "ConfigMap shop/checkout-config has no key DB_URL",
        Category = CauseCategories.MissingConfigMapKey,
        Resource = new ResourceReference { Kind = "ConfigMap", Namespace = "shop", Name = "checkout-config" },
        Confidence = Confidence.High,
        Evidence = ["e1"],
    };

    public static DiagnosisRequest Of(DiagnosisRequestSpec? spec = null, DiagnosisRequestStatus? status = null, string ns = "shop") => new()
    {
        Metadata = new V1ObjectMeta { Name = "why", NamespaceProperty = ns, Uid = "uid-why", ResourceVersion = "1", Generation = 2 },
        Spec = spec ?? new DiagnosisRequestSpec { Target = new DiagnosisTarget { Kind = "Deployment", Name = "checkout" } },
        Status = status,
    };

    /// <summary>The diagnosis, with a request for another one.</summary>
    public static DiagnosisRequest Requested(this DiagnosisRequest diagnosis, string at)
    {
        diagnosis.Metadata.Annotations = new Dictionary<string, string> { ["cluster-code.io/requested-at"] = at };
        return diagnosis;
    }

    public static DiagnosisRequestStatus Completed => new()
    {
        ObservedGeneration = 2,
        Phase = DiagnosisPhase.Completed,
        Severity = Severity.Critical,
        RootCause = Cause,
        Fingerprint = "9f2c",
        StartTime = Times.SecondsAgo(3),
        CompletionTime = Times.SecondsAgo(2),
    };
}
