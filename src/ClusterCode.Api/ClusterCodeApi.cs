namespace ClusterCode.Api;

/// <summary>The API group that every resource of this product belongs to.</summary>
public static class ClusterCodeApi
{
    /// <summary>The API group.</summary>
    public const string Group = "cluster-code.io";

    /// <summary>The only version served so far.</summary>
    public const string Version = "v1alpha1";

    /// <summary><c>group/version</c>, as in <c>apiVersion</c> of a manifest.</summary>
    public const string GroupVersion = Group + "/" + Version;
}
