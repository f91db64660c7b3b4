using System.Text.RegularExpressions;

namespace ClusterCode.ControllerRuntime.Resources;

/// <summary>
/// The API server's rule for finalizers and reporting controllers: a name of at most 63 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, before which there may be
/// a DNS subdomain of at most 253 characters and a slash. Names that break it are refused here, with the reason; cut ones could be equal to others.
/// </summary>
internal static partial class QualifiedName
{
    private const int MaxNameLength = 63;
    private const int MaxPrefixLength = 253;

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    public static string? ProblemOf(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2)
            return "it has more than one slash";
        var name = parts[^1];
        if (name.Length > MaxNameLength)
            return $"the part after the slash has {name.Length} characters, and {MaxNameLength} are allowed";
        if (!Name.IsMatch(name))
            return $"the part after the slash may hold letters, digits, '-', '_' and '.', and must begin and end with a letter or digit";
        if (parts.Length == 1)
            return null;
        if (parts[0].Length > MaxPrefixLength)
            return $"the part before the slash has {parts[0].Length} characters, and {MaxPrefixLength} are allowed";
        return Subdomain.IsMatch(parts[0]) ? null : "the part before the slash must be a DNS name in lower case, as example.com";
    }

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name { get; }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain { get; }
}
