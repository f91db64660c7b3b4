using System.Globalization;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.Metadata;
using ClusterCode.Llm.Probing;
using ClusterCode.Llm.Pulling;

namespace ClusterCode.Operator.Backends.Pulling;

/// <summary>Says how a pull stands, in words that change only when its percentage does: the status would be written for every megabyte otherwise. Pure.</summary>
internal static class PullReport
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>A pull is under way, and nothing was asked of the server beside it: what was known of it stays.</summary>
    public static ProbeResult Following(LlmBackend backend, Pull pull) => Of(
        backend,
        pull,
        new ProbeResult
        {
            Ready = false,
            Reason = ConditionReasons.ModelPulling,
            Message = "",
            ServerVersion = backend.Status?.ServerVersion,
            Models = backend.Status?.Models ?? [],
            Latency = backend.Status?.LatencyMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        });

    /// <summary>The model is missing, and a pull is under way or failed.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="pull">Its pull.</param>
    /// <param name="probe">What the probe showed.</param>
    public static ProbeResult Of(LlmBackend backend, Pull pull, ProbeResult probe)
    {
        var progress = Steady(backend, pull.Progress);
        return pull.Result is null
            ? probe with { Reason = ConditionReasons.ModelPulling, Message = Words(backend, progress), Pull = progress }
            : probe with { Reason = ConditionReasons.ModelPullFailed, Message = Words(backend, pull), Pull = progress };
    }

    /// <summary>Why the model is not there although the pull ended.</summary>
    public static string WhyMissing(Pull ended) => ended.Result?.Failure ?? "it says that the pull succeeded, and does not list the model; write spec.model as the server lists it";

    private static ModelPull? Steady(LlmBackend backend, PullProgress progress)
    {
        var before = backend.Status?.ObservedGeneration == backend.Metadata.Generation ? backend.Status?.Pull : null;
        return progress.Percent is not { } percent || before?.Percent == percent
            ? before
            : new ModelPull { Completed = progress.Completed, Total = progress.Total, Percent = percent };
    }

    private static string Words(LlmBackend backend, Pull failed)
    {
        var why = WhyMissing(failed);
        var when = failed.NextTry?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"the server at {backend.Spec.Endpoint} could not pull model {backend.Spec.Model}: {why}{(why.EndsWith('?') ? "" : ".")} The next try is at {when}; annotation {AnnotationNames.RequestedAt} asks for it at once";
    }

    private static string Words(LlmBackend backend, ModelPull? pull)
    {
        var what = $"the server at {backend.Spec.Endpoint} is pulling model {backend.Spec.Model}";
        return pull?.Percent switch
        {
            null => $"{what}: it looks the model up in its registry",
            100 => $"{what}: {Size(pull.Total)} are there, and it checks them",
            { } percent => $"{what}: {percent} % of {Size(pull.Total)}",
        };
    }

    private static string Size(long? bytes)
    {
        double size = bytes ?? 0;
        var unit = 0;
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
            size /= 1000;
        return size.ToString(size < 10 && unit > 0 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
