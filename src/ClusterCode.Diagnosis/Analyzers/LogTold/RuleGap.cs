using ClusterCode.Diagnosis.Logs.Shapes;
using ClusterCode.Diagnosis.NearMisses;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>By what a rule falls short of a request.</summary>
/// <param name="Sentence">What it allows instead, such as <c>allows get and watch on pods, not list</c>.</param>
/// <param name="Missing">What it lacks.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Distance">Less is nearer.</param>
internal sealed record RuleGap(string Sentence, string Missing, string Rule, int Distance)
{
    private const string Any = "*";

    /// <summary>The gap of the rule that comes nearest; null where none comes near.</summary>
    public static RuleGap? Best(IReadOnlyList<V1PolicyRule> rules, DeniedApiRequest denied) =>
        rules.Select(rule => Of(rule, denied)).OfType<RuleGap>().MinBy(gap => gap.Distance);

    /// <summary>True where the rule allows the request, whatever the object's name.</summary>
    public static bool Allows(V1PolicyRule rule, DeniedApiRequest denied) =>
        HasVerb(rule, denied) && HasGroup(rule, denied) && HasResource(rule, denied) && rule.ResourceNames is not { Count: > 0 };

    private static RuleGap? Of(V1PolicyRule rule, DeniedApiRequest denied)
    {
        var (verb, group, resource) = (HasVerb(rule, denied), HasGroup(rule, denied), HasResource(rule, denied));
        var (verbs, resources) = (Wording.List(rule.Verbs ?? []), Wording.List(rule.Resources ?? []));
        return (verb, group, resource) switch
        {
            (true, true, true) when rule.ResourceNames is { Count: > 0 } names =>
                new RuleGap($"allows it only for {resources} named {Wording.List(names)}", "the object's name, or all names", Text(rule), 0),
            (false, true, true) => new RuleGap($"allows {verbs} on {resources}, not {denied.Verb}", $"the verb {denied.Verb}", Text(rule), 1),
            (_, false, true) => new RuleGap($"names {resources} in API group {Group(rule)}, and {denied.Resource} belong to {Quoted(denied.Group)}", $"the API group {Quoted(denied.Group)}", Text(rule), 2),
            (_, true, false) when Near(rule, denied) is { } near => new RuleGap($"allows {verbs} on {near}, not on {denied.Resource}", $"the resource {denied.Resource}", Text(rule), 3),
            (true, true, false) => new RuleGap($"allows {verbs} on {resources}, not on {denied.Resource}", $"the resource {denied.Resource}", Text(rule), 4),
            _ => null,
        };
    }

    private static string? Near(V1PolicyRule rule, DeniedApiRequest denied) =>
        (rule.Resources ?? []).FirstOrDefault(name => name.Split('/')[0] == denied.Resource.Split('/')[0]) ?? NearMiss.Best(denied.Resource, rule.Resources ?? []);

    private static bool HasVerb(V1PolicyRule rule, DeniedApiRequest denied) => (rule.Verbs ?? []).Any(verb => verb == Any || verb == denied.Verb);

    private static bool HasGroup(V1PolicyRule rule, DeniedApiRequest denied) => (rule.ApiGroups ?? []).Any(group => group == Any || group == denied.Group);

    private static bool HasResource(V1PolicyRule rule, DeniedApiRequest denied) => (rule.Resources ?? []).Any(name =>
        name == Any || name == denied.Resource || (name.StartsWith("*/", StringComparison.Ordinal) && denied.Resource.EndsWith(name[1..], StringComparison.Ordinal)));

    private static string Group(V1PolicyRule rule) => Wording.List((rule.ApiGroups ?? []).Select(Quoted));

    private static string Quoted(string group) => group.Length == 0 ? "\"\" (core)" : group;

    private static string Text(V1PolicyRule rule) => $"apiGroups={Group(rule)} resources={Wording.List(rule.Resources ?? [])} verbs={Wording.List(rule.Verbs ?? [])}";
}
