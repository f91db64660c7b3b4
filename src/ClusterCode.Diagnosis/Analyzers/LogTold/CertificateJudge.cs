using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The process does not accept a peer's certificate: it is expired, signed by nobody that is trusted, or for another name.</summary>
internal sealed class CertificateJudge : IShapeJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(LogStatement statement, ErrorShape shape)
    {
        var (category, verdict) = shape.Kind switch
        {
            ErrorShapeKind.CertificateExpired => (CauseCategories.CertificateExpired, "is expired or not yet valid"),
            ErrorShapeKind.CertificateUntrusted => (CauseCategories.UntrustedCertificate, "is signed by an authority that the container does not trust"),
            ErrorShapeKind.CertificateNameMismatch => (CauseCategories.UntrustedCertificate, "is not made out for that name"),
            _ => ("", ""),
        };
        if (category.Length == 0)
            return null;
        var peer = shape.Host is { } host ? $"{Wording.Clip(host, 120)}{(shape.Port is { } port ? $":{port}" : "")}" : "its peer";
        return statement.Finding(category, shape, $"{statement.Container.Title()} rejects the certificate of {peer}, which {verdict} ({Wording.Clip(Words(shape.Line), 160)})") with
        {
            Remediation =
            [
                new Remediation
                {
                    Title = category == CauseCategories.CertificateExpired
                        ? $"Renew the certificate of {peer}; who issues it, and which Secret holds it?"
                        : $"Should {statement.Container.Name} trust another authority, or call {peer} by another name? Mount the authority's certificate, or renew with the right names",
                    Risk = RemediationRisk.Medium,
                },
            ],
        };
    }

    // The end of the line tells what exactly is wrong; the beginning is the logger's.
    private static string Words(string line)
    {
        var at = line.IndexOf("x509", StringComparison.OrdinalIgnoreCase);
        at = at < 0 ? line.IndexOf("certificate", StringComparison.OrdinalIgnoreCase) : at;
        return at < 0 ? line : line[at..];
    }
}
