using System.Security.Cryptography;
using System.Text;

namespace ClusterCode.Operator.Detection;

/// <summary>A workload: the controller at the top of a pod's owner chain, or the pod itself. All its failing replicas make one diagnosis.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Name">The name.</param>
internal sealed record WorkloadKey(string Namespace, string Group, string Kind, string Name)
{
    /// <summary>A DNS label has at most 63 characters; 8 hex digits and a hyphen follow the workload's name.</summary>
    private const int LongestNamePart = 54;

    /// <summary>16 hex digits that identify the workload; the value of label <c>cluster-code.io/failure</c>.</summary>
    public string Hash()
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{Namespace}\n{Group}\n{Kind}\n{Name}"));
        return Convert.ToHexStringLower(bytes.AsSpan(0, 8));
    }

    /// <summary>The name of the DiagnosisRequest that this workload's failures make. The same workload always gives the same name, so that creating it twice is impossible.</summary>
    public string DiagnosisName()
    {
        var name = Name.Length > LongestNamePart ? Name[..LongestNamePart].TrimEnd('-', '.') : Name;
        return $"{name}-{Hash()[..8]}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
