using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Permissions and identity. Somebody is not allowed, or not believed.</summary>
internal static class PermissionFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Permissions and identity",
        "Somebody is not allowed, or not believed.",
        [
            new(RbacDenied)
            {
                ShownBy = "The log repeats the API server's 403.",
                Means = "The workload's service account lacks a permission.",
                ToDo = "Grant exactly the verb and resource; the Role or binding that nearly does is named.",
            },
            new(ServiceAccountTokenMissing)
            {
                ShownBy = "The program looks for a token, and `automountServiceAccountToken` is false.",
                Means = "The pod has no identity for the API.",
                ToDo = "Mount the token, if the program shall use the API.",
            },
            new(CertificateExpired)
            {
                ShownBy = "The log says that a certificate is expired or not valid yet.",
                Means = "A peer's or the program's own certificate is out of date, or a clock is wrong.",
                ToDo = "Renew the certificate.",
            },
            new(UntrustedCertificate)
            {
                ShownBy = "The log says that a certificate's authority or name is not trusted.",
                Means = "The program does not know the authority, or asks for another name than the certificate has.",
                ToDo = "Mount the authority's certificate, or use the name in the certificate.",
            },
            new(CloudIdentityDenied)
            {
                ShownBy = "The log repeats a cloud provider's refusal.",
                Means = "The workload's cloud identity lacks a permission, or is not bound to its service account.",
                ToDo = "Grant it, or correct the service account's annotation.",
            },
        ]);
}
