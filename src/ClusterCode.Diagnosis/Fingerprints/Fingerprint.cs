using System.Security.Cryptography;
using System.Text;
using ClusterCode.Api.Findings;

namespace ClusterCode.Diagnosis.Fingerprints;

/// <summary>A failure's identity: the same for all replicas of a workload, and for all times.</summary>
public static class Fingerprint
{
    private const int HexDigits = 16;

    /// <summary>Sixteen hex digits of namespace, workload, container, category and normalised message.</summary>
    public static string Of(string ns, ResourceReference workload, string? container, string category, string? normalizedMessage)
    {
        ArgumentNullException.ThrowIfNull(workload);

        // A separator that no part can hold keeps parts apart.
        var text = string.Join('\0', ns, workload.Kind, workload.Name, container ?? "", category, normalizedMessage ?? "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HexDigits];
    }
}
