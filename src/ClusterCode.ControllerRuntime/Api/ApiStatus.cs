namespace ClusterCode.ControllerRuntime.Api;

/// <summary>What is used of the API's Status object.</summary>
internal sealed record ApiStatus(string? Kind, int? Code, string? Reason, string? Message, ApiStatusDetails? Details)
{
    /// <summary>The cause that a server names when asked for a version that it has not reached yet.</summary>
    public const string ResourceVersionTooLarge = "ResourceVersionTooLarge";
}
