using System.Globalization;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A peer with which a process could not work, as its log says and its settings name it.</summary>
internal sealed record DependencyError(CaseFile File, WorkloadFacts Workload, PodFacts Pod, ContainerFacts Container, ErrorShape Shape, LogExcerpt? Log)
{
    /// <summary>The host as the log or the settings name it; null where neither does.</summary>
    public string? Host { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The setting that names the peer; null where none was found.</summary>
    public AddressReference? Reference { get; init; }

    /// <summary>How bad it is.</summary>
    public Severity Severity { get; init; } = Severity.Critical;

    /// <summary>Such as <c>postgres:5432</c>; <c>a peer that it does not name</c> where nothing is known.</summary>
    public string Target => Host is null ? "a peer that its log does not name" : Port is { } port ? $"{Host}:{port.ToString(CultureInfo.InvariantCulture)}" : Host;

    /// <summary>The beginning of a sentence: who fails at what.</summary>
    public string Begins => Shape.Kind == ErrorShapeKind.NoSuchHost
        ? $"{Container.Title()} cannot resolve {Host ?? "a name"}"
        : Shape.Kind == ErrorShapeKind.ServerError
        ? $"{Container.Title()} gets {Wording.Clip(Shape.Name is { Length: > 0 } answer ? answer : "errors", 40)} from {Target}"
        : $"{Container.Title()} cannot reach {Target} ({Words(Shape.Kind)})";

    /// <summary>Such as <c> (DB_HOST, key DB_HOST of ConfigMap app-config)</c>; empty where no setting names the peer.</summary>
    public string Where => Reference is null ? "" : $" ({Reference.Name}={Reference.Value}{(Reference.Object is null ? "" : $" in ConfigMap {Reference.Object.Name}")})";

    /// <summary>The caller as sentences name it, such as <c>Deployment checkout</c>.</summary>
    public string Caller => $"{Workload.Reference.Kind} {Workload.Reference.Name}";

    /// <summary>A finding about this container.</summary>
    /// <param name="category">The category.</param>
    /// <param name="title">One sentence.</param>
    /// <param name="resource">The object at fault; null: the workload.</param>
    /// <param name="more">Evidence besides the log and the setting.</param>
    public FindingDraft Finding(string category, string title, ResourceReference? resource = null, params IEnumerable<EvidenceDraft> more)
    {
        List<EvidenceDraft> evidence = [];
        if (Log is { Problem: null } log)
            evidence.Add(Cite.Log(log, log.Lines.Take(Shape.Index + 1).TakeLast(Cite.MostLogLines / 2)));
        if (Reference is { } reference)
            evidence.Add(Cite.Spec(Pod, Container, "env", $"{reference.Name}={reference.Value} ({reference.Origin})"));
        evidence.AddRange(more);
        if (evidence.Count == 0)
            evidence.Add(Cite.Running(Pod, Container));
        return new FindingDraft
        {
            Category = category,
            Severity = Severity,
            Confidence = Confidence.Medium,
            Title = title,
            Resource = resource ?? Workload.Reference,
            Pod = Pod.Name,
            Container = Container.Name,
            NormalizedMessage = LogDigest.Normalize($"{Shape.Kind} {Target}"),
            Explanation = $"It says: {Wording.Clip(Shape.Line)}.",
            Evidence = evidence,
        };
    }

    /// <summary>The Services of the namespace; null while they are not known.</summary>
    public Views.Lookup<IReadOnlyList<V1Service>>? Services => File.Services ?? File.Facts.List<V1Service>(File.Namespace);

    /// <summary>The object to change where a setting is wrong: its ConfigMap, else the workload.</summary>
    public ResourceReference Setting => Reference?.Object is { } map ? Refer.To("v1", "ConfigMap", File.Namespace, map.Name) : Workload.Reference;

    /// <summary>What an error says, in two words.</summary>
    public static string Words(ErrorShapeKind kind) => kind switch
    {
        ErrorShapeKind.ConnectionRefused => "connection refused",
        ErrorShapeKind.Timeout => "timeout",
        ErrorShapeKind.ConnectionReset => "connection reset",
        ErrorShapeKind.NoSuchHost => "no such host",
        ErrorShapeKind.Unreachable => "no route to host",
        ErrorShapeKind.TlsFailure => "TLS handshake failed",
        ErrorShapeKind.AuthenticationFailed => "authentication failed",
        ErrorShapeKind.AccessDenied => "access denied",
        ErrorShapeKind.TooManyConnections => "too many connections",
        ErrorShapeKind.ProtocolMismatch => "another protocol",
        _ => "error",
    };
}
