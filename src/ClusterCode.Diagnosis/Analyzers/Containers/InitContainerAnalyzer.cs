using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Dependencies;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>
/// Judges pods that are held up by an init container: one that fails (a symptom of what its own finding names),
/// and one that runs on and on because what it waits for does not come.
/// </summary>
internal sealed partial class InitContainerAnalyzer : IAnalyzer
{
    /// <summary>An init container that says what it waits for is patient this long without being a failure.</summary>
    private static readonly TimeSpan WaitingGrace = TimeSpan.FromMinutes(1);

    /// <summary>One that says nothing may be working, such as a long migration.</summary>
    private static readonly TimeSpan SilentGrace = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public IEnumerable<FindingDraft> Analyze(CaseFile file, WorkloadFacts workload)
    {
        foreach (var pod in workload.Pods.Where(pod => pod.Pod.Metadata?.DeletionTimestamp is null))
        {
            if (pod.Containers.FirstOrDefault(container => container.IsInit && !container.IsSidecar() && !IsDone(container)) is not { } init)
                continue;
            if (init.IsFailing(pod.Pod, file.Now))
            {
                // Where no more is known than an error of its own, that finding says all there is.
                if (ContainerFailureAnalyzer.Judge(new ContainerFailure(file, workload, pod, init))?.Category != CauseCategories.InitContainerFailing)
                    yield return Failing(file, workload, pod, init);
            }
            else if (init.IsRunning() && Waiting(file, workload, pod, init) is { } waiting)
                yield return waiting;
        }
    }

    private static bool IsDone(ContainerFacts container) => container.Status?.State?.Terminated is { ExitCode: 0 };

    private static FindingDraft Failing(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts init)
    {
        var failure = new ContainerFailure(file, workload, pod, init);
        var code = failure.ExitCode is { } exit ? $" (exit {ExitCodes.Describe(exit)})" : "";
        return failure.Finding(
            CauseCategories.InitContainerFailing,
            Confidence.High,
            $"Init container {init.Name} fails{code}, so that {Held(pod)} never start{(Count(pod) == 1 ? "s" : "")}",
            failure.StateEvidence(),
            init.Name);
    }

    private static FindingDraft? Waiting(CaseFile file, WorkloadFacts workload, PodFacts pod, ContainerFacts init)
    {
        var age = init.RunningSince() is { } since ? file.Now.UtcDateTime - since : TimeSpan.Zero;
        var log = init.CurrentLog is { Problem: null, IsSilent: false } read ? read : null;
        var target = Target(init, log);
        if (age < (target is null ? SilentGrace : WaitingGrace))
            return null;

        var last = log?.Lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line) && !line.Contains("waiting", StringComparison.OrdinalIgnoreCase));
        var waited = target is null ? null : WaitedService.Of(file, target.Value.Host, target.Value.Port);
        var waits = target is null
            ? $"Init container {init.Name} has been running for {Wording.Duration(age)}, and {Held(pod)} cannot start before it ends"
            : $"Init container {init.Name} has waited {Wording.Duration(age)} for {Text(target.Value)}{waited?.Text}";
        List<EvidenceDraft> evidence =
        [
            Cite.Running(pod, init),
            Cite.Spec(pod, init, "command", string.Join(' ', ContainerCommand.Words(init.Spec))),
        ];
        if (log is not null)
            evidence.Insert(0, Cite.Log(log, log.Lines.Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(Cite.MostLogLines / 2)));
        return new FindingDraft
        {
            Category = CauseCategories.InitContainerWaiting,
            Severity = target is null ? Severity.Warning : Severity.Critical,
            Confidence = target is null ? Confidence.Low : Confidence.Medium,
            Title = last is null ? waits : $"{waits}; it says: {Wording.Clip(last, 100)}",
            Resource = workload.Reference,
            Pod = pod.Name,
            Container = init.Name,
            NormalizedMessage = LogDigest.Normalize(target is { } awaited ? Text(awaited) : init.Name),
            Behind = waited?.Behind ?? [],
            Evidence = evidence,
            Remediation = [new Remediation { Title = $"Does {(target is { } peer ? Text(peer) : "what it waits for")} exist, under that name and namespace, and is it ready?", Risk = RemediationRisk.Low }],
        };
    }

    /// <summary>The host that an init container waits for, with its port where one is given; null where neither its command nor its log tells.</summary>
    internal static (string Host, int? Port)? Target(ContainerFacts init, LogExcerpt? log)
    {
        var command = Wording.Clip(string.Join(' ', ContainerCommand.Words(init.Spec)), 2000);
        var match = ByCommand().Match(command);
        if (!match.Success)
            match = (log?.Lines ?? []).TakeLast(20).Select(line => ByLog().Match(Wording.Clip(line))).FirstOrDefault(item => item.Success) ?? match;
        if (!match.Success)
            return null;
        int? port = int.TryParse(match.Groups["port"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (match.Groups["host"].Value.TrimEnd('.'), port);
    }

    /// <summary>True where it has waited longer than is usual at a start.</summary>
    internal static bool HasWaited(ContainerFacts init, DateTimeOffset now) => init.IsRunning() && init.RunningSince() is { } since && now.UtcDateTime - since >= WaitingGrace;

    private static string Text((string Host, int? Port) target) => target.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{port}") : target.Host;

    private static int Count(PodFacts pod) => pod.Containers.Count(container => !container.IsInit);

    private static string Held(PodFacts pod) =>
        $"container{(Count(pod) == 1 ? "" : "s")} {Wording.List(pod.Containers.Where(container => !container.IsInit).Select(container => container.Name), 3)}";

    [GeneratedRegex("""\b(?:nslookup|getent hosts|dig|host|ping(?: -\w+(?: \d+)?)*|pg_isready(?: -\w)? |nc(?: -\w+(?: \d+)?){0,4}|telnet|mysqladmin.{0,30}? -h|redis-cli -h|pg_isready.{0,30}? -h|(?:https?|tcp|amqp|redis|postgres(?:ql)?|mysql)://(?:[^\s@/]{1,50}@)?)\s*(?<host>[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,6})(?:(?::|\s+)(?<port>\d{2,5})\b)?""", RegexOptions.CultureInvariant)]
    private static partial Regex ByCommand();

    [GeneratedRegex("""waiting (?:for|on) (?:the )?(?:service |host |database )?['"]?(?<host>[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63}){0,6})(?::(?<port>\d{2,5}))?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ByLog();
}
