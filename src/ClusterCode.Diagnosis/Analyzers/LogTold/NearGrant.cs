using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.NearMisses;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>What comes nearest to granting a request that was denied.</summary>
/// <param name="Sentence">Half a sentence that tells what is granted instead.</param>
/// <param name="Remedy">What a person may do.</param>
/// <param name="Source">Where the rule or binding stands.</param>
/// <param name="Evidence">The rule or binding; null where there is none.</param>
internal sealed record NearGrant(string Sentence, string Remedy, string Source = "", string? Evidence = null)
{
    /// <summary>Null while the Roles and bindings are not known yet.</summary>
    public static NearGrant? Of(CaseFacts facts, ServiceAccountName account, DeniedApiRequest denied)
    {
        var ns = denied.Namespace ?? account.Namespace;
        var (roles, bindings, clusterBindings) = (facts.List<V1Role>(ns), facts.List<V1RoleBinding>(ns), facts.List<V1ClusterRoleBinding>(null));
        if (roles is null || bindings is null || clusterBindings is null)
            return null;
        if (!bindings.IsFound)
            return new NearGrant($"the RoleBindings of namespace {ns} may not be read, so that what is nearly granted cannot be told", HowTo(account, denied));

        var all = bindings.Value.Select(Binding.Of).Concat(clusterBindings.IsFound ? clusterBindings.Value.Select(Binding.Of) : []).ToList();
        var own = all.Where(binding => binding.Names(account) && (denied.Namespace is not null || binding.Namespace is null)).ToList();
        return OfBound(facts, own, roles, account, denied, out var waits)
            ?? (waits ? null : OfOthers(facts, all, roles, account, denied, out waits))
            ?? (waits ? null : Nothing(own, roles, account, denied, ns));
    }

    // What is bound to the account, and falls short of the request.
    private static NearGrant? OfBound(CaseFacts facts, List<Binding> own, Lookup<IReadOnlyList<V1Role>> roles, ServiceAccountName account, DeniedApiRequest denied, out bool waits)
    {
        waits = false;
        NearGrant? best = null;
        foreach (var binding in own)
        {
            var role = RoleRules.Of(facts, binding, roles);
            if (role is null)
            {
                waits = true;
                return null;
            }

            if (role.IsMissing)
            {
                var near = roles.IsFound ? NearMiss.Best(binding.RoleName, roles.Value.Select(item => item.Metadata.Name)) : null;
                return new NearGrant(
                    $"{binding.Title} refers to {binding.RoleKind} {binding.RoleName}, which does not exist{(near is null ? "" : $"; there is Role {near}")}",
                    $"Correct roleRef of {binding.Title}: it cannot be changed in place, so delete and create it", binding.Source, binding.Text);
            }

            if (role.Rules is { } rules && RuleGap.Best(rules, denied) is { } gap)
                best ??= new NearGrant($"{binding.RoleKind} {binding.RoleName}, bound by {binding.Title}, {gap.Sentence}", $"Add {gap.Missing} to {binding.RoleKind} {binding.RoleName}", $"{binding.RoleKind.ToLowerInvariant()}/{binding.RoleName} rules", gap.Rule);
        }

        return best;
    }

    // What would grant it, and is bound to somebody else or to nobody.
    private static NearGrant? OfOthers(CaseFacts facts, List<Binding> all, Lookup<IReadOnlyList<V1Role>> roles, ServiceAccountName account, DeniedApiRequest denied, out bool waits)
    {
        waits = false;
        foreach (var binding in all.Where(item => item.Subjects.Any(subject => subject.Kind == "ServiceAccount") && !item.Names(account)).OrderBy(item => item.Nearness(account)).Take(5))
        {
            if (RoleRules.Of(facts, binding, roles) is not { } role)
            {
                waits = true;
                return null;
            }

            if (role.Rules is { } rules && rules.Any(rule => RuleGap.Allows(rule, denied)) && binding.Nearest(account) is { } other)
            {
                var difference = other.Name == account.Name ? $"ServiceAccount {other.Name} of namespace {other.NamespaceProperty}, not of {account.Namespace}" : $"ServiceAccount {other.Name}, not {account.Name}";
                return new NearGrant($"{binding.Title} gives that ({binding.RoleKind} {binding.RoleName}) to {difference}", $"Add ServiceAccount {account.Name} of namespace {account.Namespace} to the subjects of {binding.Title}, or let the pod run as the other", binding.Source, binding.Text);
            }
        }

        var unbound = roles.IsFound && denied.Namespace is not null ? roles.Value.FirstOrDefault(role => (role.Rules ?? []).Any(rule => RuleGap.Allows(rule, denied))) : null;
        return unbound is null
            ? null
            : new NearGrant($"Role {unbound.Metadata.Name} allows it, and no RoleBinding gives that to {account.Name}", $"Bind Role {unbound.Metadata.Name} to ServiceAccount {account.Name}", $"role/{unbound.Metadata.Name} rules");
    }

    private static NearGrant Nothing(List<Binding> own, Lookup<IReadOnlyList<V1Role>> roles, ServiceAccountName account, DeniedApiRequest denied, string ns)
    {
        var elsewhere = denied.Namespace is { } at && at != account.Namespace ? $" (its own namespace is {account.Namespace})" : "";
        var sentence = own.Count == 0
            ? $"no RoleBinding {(denied.Namespace is null ? "and no ClusterRoleBinding " : $"in namespace {ns} ")}names it{elsewhere}"
            : $"what {Wording.List(own.Select(binding => binding.Title))} {(own.Count == 1 ? "gives" : "give")} it does not cover that{elsewhere}";
        return new NearGrant(roles.IsFound ? sentence : $"{sentence}; the Roles of namespace {ns} may not be read", HowTo(account, denied));
    }

    private static string HowTo(ServiceAccountName account, DeniedApiRequest denied) =>
        $"Should {account.Name} be allowed to {denied.Verb} {denied.Resource}? Then a Role with that rule and a RoleBinding to it are needed{(denied.Namespace is null ? " (at the cluster's scope: ClusterRole and ClusterRoleBinding)" : $" in namespace {denied.Namespace}")}";
}
