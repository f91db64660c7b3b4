using System.Text.RegularExpressions;
using k8s.Models;

namespace ClusterCode.Api.Validation;

/// <summary>The rules of label selectors, as the API server has them for its own kinds.</summary>
internal static partial class LabelSelectorRules
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;

    public static IEnumerable<SpecError> Check(string path, V1LabelSelector? selector)
    {
        foreach (var (key, value) in selector?.MatchLabels ?? new Dictionary<string, string>())
        {
            foreach (var error in CheckKey($"{path}.matchLabels", key).Concat(CheckValue($"{path}.matchLabels[{key}]", value)))
            {
                yield return error;
            }
        }

        foreach (var (index, requirement) in (selector?.MatchExpressions ?? []).Index())
        {
            foreach (var error in CheckRequirement($"{path}.matchExpressions[{index}]", requirement))
            {
                yield return error;
            }
        }
    }

    private static IEnumerable<SpecError> CheckRequirement(string path, V1LabelSelectorRequirement requirement)
    {
        foreach (var error in CheckKey($"{path}.key", requirement.Key))
        {
            yield return error;
        }

        var hasValues = requirement.Values is { Count: > 0 };
        var wantsValues = requirement.OperatorProperty is "In" or "NotIn";
        if (!wantsValues && requirement.OperatorProperty is not ("Exists" or "DoesNotExist"))
        {
            yield return new($"{path}.operator", $"'{requirement.OperatorProperty}' is not an operator: use In, NotIn, Exists or DoesNotExist");
        }
        else if (wantsValues != hasValues)
        {
            yield return new($"{path}.values", "operators In and NotIn need values, Exists and DoesNotExist take none: mend values or operator");
        }

        foreach (var error in (requirement.Values ?? []).SelectMany(value => CheckValue($"{path}.values", value)))
        {
            yield return error;
        }
    }

    private static IEnumerable<SpecError> CheckKey(string path, string? key)
    {
        var slash = key?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var prefix = slash < 0 ? null : key![..slash];
        var name = slash < 0 ? key : key![(slash + 1)..];
        if (name is not { Length: > 0 and <= LongestName } || !Name.IsMatch(name)
            || (prefix is not null && (prefix.Length > LongestPrefix || !DnsSubdomain.IsMatch(prefix))))
        {
            yield return new(path, $"'{key}' is not a label's key: write name or prefix/name, such as app or app.kubernetes.io/name");
        }
    }

    private static IEnumerable<SpecError> CheckValue(string path, string? value)
    {
        if (value is null or { Length: > LongestName } || (value.Length > 0 && !Name.IsMatch(value)))
        {
            yield return new(path, $"'{value}' is not a label's value: at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DnsSubdomain { get; }
}
