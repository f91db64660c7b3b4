namespace ClusterCode.ControllerRuntime.Api;

/// <summary>The body of a DELETE.</summary>
internal sealed record DeleteOptionsBody(DeletePreconditions? Preconditions)
{
    public string ApiVersion { get; } = "v1";

    public string Kind { get; } = "DeleteOptions";

    public string PropagationPolicy { get; } = "Background";
}
