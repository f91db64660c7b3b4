using System.Net.Http.Headers;
using System.Text;

namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>What proves to the API server who asks, at one moment. Equal to another when the server would take them for the same.</summary>
/// <param name="Header">The Authorization header; null for none.</param>
/// <param name="Certificate">The client certificate with its key; null for none.</param>
internal sealed record Credential(AuthenticationHeaderValue? Header, ClientCertificate? Certificate)
{
    public static readonly Credential None = new(null, null);

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    public static AuthenticationHeaderValue Basic(string user, string? password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    // The header is a secret, and records print themselves.
    public override string ToString() => $"{Header?.Scheme ?? "no header"}, {Certificate?.ToString() ?? "no certificate"}";
}
