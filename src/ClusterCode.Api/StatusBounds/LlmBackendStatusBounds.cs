using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Api.StatusBounds;

/// <summary>The sizes that the CRD allows an LlmBackend's status: what a server says of itself may be of any length.</summary>
public static class LlmBackendStatusBounds
{
    /// <summary>The most models.</summary>
    public const int Models = 50;

    private const int Name = 256;
    private const int RequestedAt = 1024;

    /// <summary>The status within the CRD's bounds: lists cut at their end, texts cut with an ellipsis.</summary>
    public static LlmBackendStatus Fit(LlmBackendStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status with
        {
            LastHandledRequestedAt = BoundedText.CutOrNull(status.LastHandledRequestedAt, RequestedAt),
            ServerVersion = BoundedText.CutOrNull(status.ServerVersion, Name),
            Models = BoundedText.Cut(status.Models, Models, Name),
        };
    }
}
