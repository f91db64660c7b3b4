using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The postStart hook fails, for which the kubelet kills the container.</summary>
internal sealed partial class HookFailedJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.Container.Spec.Lifecycle?.PostStart is not { } hook)
            return null;
        var seen = failure.Pod.EventsOf(failure.Container).FirstOrDefault(IsHookFailure);
        if (seen is null && failure.Waiting?.Reason != "PostStartHookError")
            return null;

        var handler = Describe(hook);
        var said = Words(seen?.Message ?? failure.Waiting?.Message);
        return failure.Finding(
            CauseCategories.RuntimeHookFailed,
            Confidence.High,
            $"The postStart hook of {failure.Container.Noun()} fails, so the kubelet kills it: {handler}{(said.Length > 0 ? $" ({said})" : "")}",
            [seen is null ? null : Cite.Event(seen), Cite.Spec(failure.Pod, failure.Container, "lifecycle.postStart", handler)],
            handler);
    }

    /// <summary>What a hook does.</summary>
    internal static string Describe(V1LifecycleHandler hook) => hook switch
    {
        { Exec.Command: { Count: > 0 } words } => $"command {Wording.Clip(string.Join(' ', words), 80)}",
        { HttpGet: { } http } => $"GET {Wording.Clip(http.Path, 80)} on port {http.Port?.Value}",
        { TcpSocket: { } tcp } => $"a connection to port {tcp.Port?.Value}",
        _ => "its handler",
    };

    /// <summary>How the hook ended and what it wrote, without the names that the kubelet puts before.</summary>
    internal static string Words(string? message)
    {
        var text = Wording.Clip(message, 1000);
        var at = text.IndexOf(" failed - error: ", StringComparison.Ordinal);
        var said = at < 0 ? text : text[(at + " failed - error: ".Length)..];
        var output = Output().Match(said) is { Success: true } match ? match.Groups["output"].Value.Replace("\\n", " ", StringComparison.Ordinal).Trim() : "";
        var result = Output().Replace(said, "").TrimEnd(' ', ',', ':');
        if (Command().Match(result) is { Success: true } command)
            result = $"exited with {command.Groups["rest"].Value}".TrimEnd(' ', ',', ':');
        return Wording.Clip(output.Length == 0 || result.Contains(output, StringComparison.Ordinal) ? result : $"{result}: {output}");
    }

    private static bool IsHookFailure(EventFacts seen) =>
        seen.Reason == "FailedPostStartHook" || (seen.Message ?? "").Contains("PostStartHook", StringComparison.Ordinal);

    [GeneratedRegex(""",? message: "(?<output>(?:[^"\\]|\\.){0,500})"?""", RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex("""^command '.{0,600}' exited with (?<rest>\d{1,3}.{0,300})$""", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
