using System.Globalization;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Changes;

/// <summary>A probe in one line, for comparison.</summary>
internal static class ProbeTerms
{
    /// <summary>Such as <c>HTTP :8080/healthz, timeout 1 s, 3 failures</c>; what is left out has its default.</summary>
    public static string Of(V1Probe probe)
    {
        var asks = probe switch
        {
            { HttpGet: { } http } => $"{http.Scheme ?? "HTTP"} :{http.Port?.Value}{http.Path}",
            { TcpSocket: { } tcp } => $"TCP :{tcp.Port?.Value}",
            { Grpc: { } grpc } => string.Create(CultureInfo.InvariantCulture, $"gRPC :{grpc.Port}"),
            { Exec: { } exec } => $"exec {string.Join(' ', exec.Command ?? [])}",
            _ => "nothing",
        };
        (string Name, int? Value)[] times =
            [("delay", probe.InitialDelaySeconds), ("period", probe.PeriodSeconds), ("timeout", probe.TimeoutSeconds), ("failures", probe.FailureThreshold)];
        return string.Join(", ", [asks, .. times.Where(t => t.Value is > 0).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Value}"))]);
    }
}
