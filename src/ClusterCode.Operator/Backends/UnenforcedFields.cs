using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Operator.Backends;

/// <summary>Fields of an LlmBackend that are part of the contract and have no effect in this version. Who sets one is told so, instead of relying on it.</summary>
internal static class UnenforcedFields
{
    /// <summary>A sentence for condition Ready, or null where no such field is set.</summary>
    public static string? Note(LlmBackendSpec spec)
    {
        (string Path, bool Set)[] fields =
        [
            ("spec.limits.requestsPerMinute", spec.Limits?.RequestsPerMinute is not null),
            ("spec.limits.tokensPerMinute", spec.Limits?.TokensPerMinute is not null),
            ("spec.limits.tokensPerDay", spec.Limits?.TokensPerDay is not null),
            ("spec.cache", spec.Cache is not null),
        ];
        var set = fields.Where(field => field.Set).Select(field => field.Path).ToList();
        return set.Count == 0 ? null : $"Accepted, and without effect in this version: {string.Join(", ", set)}.";
    }
}
