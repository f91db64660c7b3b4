using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Views.Recorded.Files;

/// <summary>The logs of a pod as <c>kubectl cluster-info dump</c> writes them: one file per pod, each container's log between two marks.</summary>
internal static partial class DumpLogs
{
    /// <summary>What kubectl writes in place of a log that it did not get.</summary>
    private static readonly string[] Refusals = ["Request log error: ", "Create log request error: "];

    /// <summary>Adds the logs of one file.</summary>
    public static void Add(ClusterRecording recording, string text)
    {
        foreach (Match start in Start().Matches(text))
        {
            var (container, pod, ns) = (start.Groups["container"].Value, start.Groups["pod"].Value, start.Groups["ns"].Value);
            var from = start.Index + start.Length;

            // A log need not end in a line feed; then the mark stands behind its last line.
            var to = text.IndexOf($"==== END logs for container {container} of pod {ns}/{pod} ====", from, StringComparison.Ordinal);
            var log = to < 0 ? text[from..] : text[from..to];
            if (Refusals.FirstOrDefault(r => log.StartsWith(r, StringComparison.Ordinal)) is { } refusal)
            {
                recording.Add(new RecordedRead { Kind = RecordedKind.Log.Kind, Namespace = ns, Name = pod, Container = container, Status = LookupStatus.Unavailable, Message = log[refusal.Length..].Trim() });
            }
            else
            {
                recording.AddLog(ns, pod, container, previous: false, log);
            }
        }
    }

    [GeneratedRegex(@"^==== START logs for container (?<container>[a-z0-9.-]{1,253}) of pod (?<ns>[a-z0-9.-]{1,253})/(?<pod>[a-z0-9.-]{1,253}) ====\r?\n", RegexOptions.Multiline | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Start();
}
