using System.Security.Cryptography;
using System.Text;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Prompting;

namespace ClusterCode.Llm.Caching;

/// <summary>
/// Names what a model is asked, so that the same is not asked twice: the failure's fingerprint, what proves its causes, the questions, the language, the model, and the
/// version of the prompt. Evidence counts without its times, ids and counters; whether an answer still holds, numbers included, is judged when it is used again.
/// </summary>
internal static class InputDigest
{
    private const int Bytes = 16;

    /// <summary>The digest, in hexadecimal.</summary>
    public static string Of(ExplanationRequest request, BackendConfiguration backend)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, PromptVersion.Current, backend.Name, $"{backend.Spec.Provider}", backend.Spec.Model ?? "", request.Fingerprint ?? "", request.TargetDescription, request.Language, request.Question ?? "");
        Add(hash, [.. request.FollowUps]);
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().ToList();
        Add(hash, [.. causes.Select(cause => $"{cause.Category} {cause.Resource}")]);
        var cited = causes.SelectMany(cause => cause.Evidence).ToHashSet(StringComparer.Ordinal);
        Add(hash, [.. request.Evidence
            .Where(item => cited.Count == 0 || cited.Contains(item.Id))
            .Select(item => $"{item.Kind} {StableText.Of(item.Source)} {StableText.Of(item.Text)}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)]);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }

    // Lengths keep parts apart.
    private static void Add(IncrementalHash hash, params IReadOnlyList<string> parts)
    {
        hash.AppendData(BitConverter.GetBytes(parts.Count));
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
