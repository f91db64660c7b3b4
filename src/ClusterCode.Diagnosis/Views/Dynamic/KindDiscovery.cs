using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Views.Dynamic;

/// <summary>Asks the API server which kinds a group and version has; what it answered once is kept.</summary>
internal sealed class KindDiscovery(ApiTransport transport)
{
    /// <summary>Groups that are offered.</summary>
    private const int Offered = 5;

    private readonly ConcurrentDictionary<string, IReadOnlyList<ServedKind>> _kinds = new(StringComparer.Ordinal);

    /// <summary>Finds a kind.</summary>
    public async Task<Lookup<ServedKind>> FindAsync(string? apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (apiVersion is not { Length: > 0 })
        {
            return Lookup.Missing<ServedKind>($"{kind} is none of the kinds that are known without their API group. Name it in spec.target.apiVersion (kubectl api-resources shows it).");
        }

        if (apiVersion.Split('/') is not ([_] or [_, _]) || !apiVersion.Split('/').All(IsSafe))
        {
            return Lookup.Missing<ServedKind>($"\"{apiVersion}\" is no group and version, such as cert-manager.io/v1.");
        }

        if (!_kinds.TryGetValue(apiVersion, out var served))
        {
            using var answer = await transport.SendAsync(new ApiRequest(apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}"), cancellationToken).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound)
            {
                return Lookup.Missing<ServedKind>(await UnknownAsync(apiVersion, cancellationToken).ConfigureAwait(false));
            }

            if (answer.Document is not { } document)
            {
                return answer.As<ServedKind>();
            }

            _kinds[apiVersion] = served = Read(document.RootElement, apiVersion);
        }

        return KindSearch.Among(served, kind, $"The cluster's API {apiVersion}");
    }

    // Without its CustomResourceDefinition, or with another version of it, the group and version is not there.
    private async Task<string> UnknownAsync(string apiVersion, CancellationToken cancellationToken)
    {
        using var answer = await transport.SendAsync(new ApiRequest("apis"), cancellationToken).ConfigureAwait(false);
        var served = answer.Document is { } document ? Versions(document.RootElement) : [];
        var group = apiVersion.Split('/')[0];
        var same = served.Where(v => v.StartsWith(group + "/", StringComparison.Ordinal)).ToList();
        var near = same.Count > 0 ? same : NearMiss.Find(apiVersion, served, Offered);
        var offer = near.Count == 0 ? "Is its CustomResourceDefinition installed?" : $"{(same.Count > 0 ? "The group has" : "Is it")} {string.Join(" or ", near)}{(same.Count > 0 ? "." : "?")}";
        return $"The cluster serves no API {apiVersion}. {offer}";
    }

    private static List<string> Versions(JsonElement groups) =>
        [.. Items(groups, "groups").SelectMany(g => Items(g, "versions")).Select(v => Text(v, "groupVersion")).OfType<string>()];

    // "pods/log" is no kind of its own.
    private static List<ServedKind> Read(JsonElement list, string apiVersion) =>
    [
        .. Items(list, "resources")
            .Where(r => Text(r, "name") is { } name && !name.Contains('/', StringComparison.Ordinal) && IsSafe(name) && Text(r, "kind") is not null)
            .Select(r => new ServedKind(apiVersion, Text(r, "kind")!, Text(r, "name")!, r.TryGetProperty("namespaced", out var namespaced) && namespaced.ValueKind == JsonValueKind.True)),
    ];

    private static bool IsSafe(string part) => part.Length is > 0 and <= 253 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && part is not ("." or "..");

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string? Text(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
