using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.StatusBounds;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Status;
using ClusterCode.Operator.Resources;

namespace ClusterCode.Operator.Diagnoses;

/// <summary>
/// Writes a DiagnosisRequest's status. Several controllers each own some fields and conditions of it, so a write is a change of those fields, applied to what is
/// there: when another controller was faster, it is applied again to what that one wrote, and no work is done twice.
/// </summary>
internal sealed class DiagnosisStatusWriter(IApiClient api, IStatusWriter statuses)
{
    /// <summary>Two controllers and a user's patch can meet; more conflicts in a row than this mean that something else is wrong, and the queue's back-off takes over.</summary>
    private const int MaxConflicts = 5;

    /// <summary>Applies <paramref name="change"/>; nothing is sent where it changes nothing. Returns null where the object is gone, or asks something else by now.</summary>
    public async Task<DiagnosisRequest?> WriteAsync(
        DiagnosisRequest diagnosis, Func<DiagnosisRequestStatus, DiagnosisRequestStatus> change, CancellationToken cancellationToken)
    {
        var current = diagnosis;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var status = DiagnosisRequestStatusBounds.Fit(change(current.Status ?? new DiagnosisRequestStatus()));
                return await statuses.WriteAsync(Definitions.DiagnosisRequests, current, status, cancellationToken).ConfigureAwait(false);
            }
            catch (ApiStatusException exception) when (exception.IsNotFound)
            {
                return null;
            }
            catch (ApiStatusException exception) when (exception.IsConflict && attempt < MaxConflicts)
            {
                var key = new ObjectKey(diagnosis.Metadata.NamespaceProperty, diagnosis.Metadata.Name);
                var fresh = await api.GetAsync(Definitions.DiagnosisRequests, key, cancellationToken).ConfigureAwait(false);
                if (fresh is null || fresh.Metadata.Uid != diagnosis.Metadata.Uid || fresh.Metadata.Generation != diagnosis.Metadata.Generation)
                    return null;
                current = fresh;
            }
        }
    }
}
