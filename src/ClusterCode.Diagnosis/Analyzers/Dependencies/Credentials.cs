using ClusterCode.Api.Redaction;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>The variables from which a process takes the credentials for a peer. Only where they come from is ever told, never what they are.</summary>
internal static class Credentials
{
    /// <summary>Variables that hold a password, token or key for the peer; those that share a word with the setting that names it come first.</summary>
    public static IReadOnlyList<ContainerVariable> Of(DependencyError error) => Choose(ContainerVariables.Of(error.File, error.Container.Spec), Stem(error.Reference?.Name));

    /// <summary>Where they come from, such as <c>the password comes from key password of Secret db (env DB_PASSWORD)</c>.</summary>
    public static string Text(IReadOnlyList<ContainerVariable> credentials) => $"the {SecretNames.KindOf(credentials[0].Name) ?? "credential"} comes from {credentials[0].Origin}";

    /// <summary>That the peer itself takes its password from elsewhere; null where it does not, or where that is not known.</summary>
    public static string? Differ(IReadOnlyList<ContainerVariable> own, IReadOnlyList<ContainerVariable> peers)
    {
        var (mine, theirs) = (own.FirstOrDefault(c => c.Object is not null), peers.FirstOrDefault(c => c.Object is not null));
        return mine is null || theirs is null || (mine.Object == theirs.Object && mine.Key == theirs.Key) ? null : $"the peer takes its own from {theirs.Origin}";
    }

    /// <summary>The credentials among variables.</summary>
    /// <param name="variables">All variables.</param>
    /// <param name="stem">The first word of the setting that names the peer, such as <c>DB</c>; null where none is known.</param>
    public static IReadOnlyList<ContainerVariable> Choose(IReadOnlyList<ContainerVariable> variables, string? stem)
    {
        var secret = variables.Where(v => SecretNames.KindOf(v.Name) is not null || (v.Object?.Kind == "Secret" && v.Name.EndsWith("URL", StringComparison.OrdinalIgnoreCase))).ToList();
        var near = secret.Where(v => stem is not null && v.Name.StartsWith(stem, StringComparison.OrdinalIgnoreCase)).ToList();
        return near.Count > 0 ? near : secret.Count <= 2 ? secret : [];
    }

    private static string? Stem(string? name) => name?.Split('_', '.', '-')[0] is { Length: > 0 } first ? first : null;
}
