using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Probes;

/// <summary>A probe of a container, with what it got last.</summary>
internal sealed record ContainerProbe(ProbeKind Kind, ContainerFacts Container, V1Probe Spec)
{
    private const int DefaultPeriod = 10;
    private const int DefaultThreshold = 3;

    /// <summary>The newest event that tells what it got; null where there is none.</summary>
    public EventFacts? Seen { get; init; }

    /// <summary>What it got; null where no event tells.</summary>
    public ProbeOutcome? Outcome => Seen is null ? null
        : ProbeOutcome.Parse(Seen.Message) is var outcome && outcome is { Status: 400 } && AsksTlsInPlain ? outcome with { Kind = ProbeOutcomeKind.TlsAnswersPlain } : outcome;

    /// <summary>The port that it asks, as the container declares it; null where it declares no such port.</summary>
    public V1ContainerPort? Declared => Port is not { } port ? null
        : (Container.Spec.Ports ?? []).FirstOrDefault(p => p is not null && (p.Name == port || p.ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture) == port));

    // Servers that speak TLS answer a plain request with status 400 (Go's net/http, nginx); a path that is wrong gets another.
    private bool AsksTlsInPlain => Spec.HttpGet is { Scheme: null or "HTTP" } && (IsTls(Port, null) || IsTls(Declared?.Name, Declared?.ContainerPort));

    private static bool IsTls(string? name, int? port) => port is 443 or 6443 or 8443 || name is "443" or "6443" or "8443" || name?.Contains("https", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The time after which a container that never answers has failed.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds((Spec.InitialDelaySeconds ?? 0) + ((double)(Spec.PeriodSeconds ?? DefaultPeriod) * (Spec.FailureThreshold ?? DefaultThreshold)));

    /// <summary>The port that it asks, as the spec has it: a number or a name; null for a command.</summary>
    public string? Port => Spec switch
    {
        { HttpGet: { } http } => http.Port?.Value,
        { TcpSocket: { } tcp } => tcp.Port?.Value,
        { Grpc: { } grpc } => grpc.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Such as <c>httpGet path=/healthz port=8080 scheme=HTTP</c>.</summary>
    public string Describe()
    {
        var handler = Spec switch
        {
            { HttpGet: { } http } => $"httpGet path={http.Path ?? "/"} port={http.Port?.Value} scheme={http.Scheme ?? "HTTP"}",
            { TcpSocket: not null } => $"tcpSocket port={Port}",
            { Grpc: { } grpc } => $"grpc port={grpc.Port} service={grpc.Service}",
            { Exec: { } exec } => $"exec command={string.Join(' ', exec.Command ?? [])}",
            _ => "no handler",
        };
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{handler} initialDelaySeconds={Spec.InitialDelaySeconds ?? 0} periodSeconds={Spec.PeriodSeconds ?? DefaultPeriod} timeoutSeconds={Spec.TimeoutSeconds ?? 1} failureThreshold={Spec.FailureThreshold ?? DefaultThreshold}");
    }

    /// <summary>The probe's field in the container, such as <c>livenessProbe</c>.</summary>
    public string Field => Kind switch { ProbeKind.Liveness => "livenessProbe", ProbeKind.Startup => "startupProbe", _ => "readinessProbe" };

    /// <summary>The probe of a kind; null where the container has none.</summary>
    public static ContainerProbe? Of(ProbeKind kind, PodFacts pod, ContainerFacts container)
    {
        var spec = kind switch
        {
            ProbeKind.Liveness => container.Spec.LivenessProbe,
            ProbeKind.Startup => container.Spec.StartupProbe,
            _ => container.Spec.ReadinessProbe,
        };
        return spec is null ? null : new ContainerProbe(kind, container, spec)
        {
            Seen = Failures(kind, pod, container).MaxBy(seen => (seen.LastSeen ?? DateTime.MinValue, seen.Count)),
        };
    }

    /// <summary>The Unhealthy events of a kind of probe.</summary>
    public static IEnumerable<EventFacts> Failures(ProbeKind kind, PodFacts pod, ContainerFacts container) =>
        pod.EventsOf(container).Where(seen => seen.Reason is "Unhealthy" or "ProbeError" && seen.Message.StartsWith($"{kind} probe", StringComparison.Ordinal));
}
