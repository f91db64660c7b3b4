using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>The rules of the role that a binding refers to.</summary>
/// <param name="Rules">The rules; null where they may not be read, or the role does not exist.</param>
/// <param name="IsMissing">The role does not exist.</param>
internal sealed record RoleRules(IReadOnlyList<V1PolicyRule>? Rules, bool IsMissing)
{
    /// <summary>Null while they are not known yet.</summary>
    public static RoleRules? Of(CaseFacts facts, Binding binding, Lookup<IReadOnlyList<V1Role>> roles)
    {
        if (binding.RoleKind == "ClusterRole")
        {
            return facts.Get<V1ClusterRole>(null, binding.RoleName) is { } found ? new RoleRules(found.IsFound ? [.. found.Value.Rules ?? []] : null, found.Status == LookupStatus.Missing) : null;
        }

        return roles.IsFound && roles.Value.FirstOrDefault(role => role.Metadata.Name == binding.RoleName) is { } own
            ? new RoleRules([.. own.Rules ?? []], false)
            : new RoleRules(null, roles is { IsFound: true, Message: null });
    }
}
