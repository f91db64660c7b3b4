using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Llm.Limits;

/// <summary>Tells what was asked of backends.</summary>
public interface IUsageLedger
{
    /// <summary>What was asked of a backend today (UTC); null where nothing is known of it: no request was made since the operator started.</summary>
    /// <param name="backend">The backend as <c>namespace/name</c>.</param>
    LlmUsage? TodayOf(string backend);

    /// <summary>How a backend has done of late, for choosing among several.</summary>
    /// <param name="backend">The backend as <c>namespace/name</c>.</param>
    BackendLoad LoadOf(string backend);
}
