using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.LogTold;

/// <summary>A RoleBinding, or a ClusterRoleBinding (whose namespace is null).</summary>
internal sealed record Binding(string? Namespace, string Name, string RoleKind, string RoleName, IReadOnlyList<Rbacv1Subject> Subjects)
{
    /// <summary>Such as <c>RoleBinding reader</c>.</summary>
    public string Title => Namespace is null ? $"ClusterRoleBinding {Name}" : $"RoleBinding {Name}";

    /// <summary>Where it stands, for evidence.</summary>
    public string Source => $"{(Namespace is null ? "clusterrolebinding" : "rolebinding")}/{Name}";

    /// <summary>What it says.</summary>
    public string Text => $"roleRef={RoleKind}/{RoleName} subjects={Wording.List(Subjects.Select(subject => $"{subject.Kind} {(subject.NamespaceProperty is { Length: > 0 } ns ? $"{ns}/" : "")}{subject.Name}"))}";

    public static Binding Of(V1RoleBinding binding) =>
        new(binding.Metadata.NamespaceProperty, binding.Metadata.Name, binding.RoleRef?.Kind ?? "", binding.RoleRef?.Name ?? "", [.. binding.Subjects ?? []]);

    public static Binding Of(V1ClusterRoleBinding binding) =>
        new(null, binding.Metadata.Name, binding.RoleRef?.Kind ?? "", binding.RoleRef?.Name ?? "", [.. binding.Subjects ?? []]);

    /// <summary>True where it names the account itself. What all accounts get (the groups of every account) is not meant for it, and is left out.</summary>
    public bool Names(ServiceAccountName account) => Subjects.Any(subject => subject.Kind switch
    {
        "ServiceAccount" => subject.Name == account.Name && subject.NamespaceProperty == account.Namespace,
        "User" => subject.Name == $"system:serviceaccount:{account.Namespace}:{account.Name}",
        "Group" => subject.Name == $"system:serviceaccounts:{account.Namespace}",
        _ => false,
    });

    /// <summary>The subject that is probably meant to be the account: the same name elsewhere, else another account of its namespace.</summary>
    public Rbacv1Subject? Nearest(ServiceAccountName account) =>
        Subjects.FirstOrDefault(subject => subject.Kind == "ServiceAccount" && subject.Name == account.Name)
        ?? Subjects.FirstOrDefault(subject => subject.Kind == "ServiceAccount" && subject.NamespaceProperty == account.Namespace);

    /// <summary>Less is nearer: the bindings of one's own namespace come before the cluster's.</summary>
    public int Nearness(ServiceAccountName account) => (Nearest(account) is { } subject ? (subject.Name == account.Name ? 0 : 1) : 4) + (Namespace is null ? 2 : 0);
}
