using System.Globalization;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Ingresses;

/// <summary>One way through an Ingress: a host and path, and the Service that it leads to.</summary>
/// <param name="Host">The host; null: any.</param>
/// <param name="Path">The path; null: any, or the default backend.</param>
/// <param name="Backend">The Service and port.</param>
/// <param name="Field">The backend's field in the Ingress, such as <c>spec.rules[0].http.paths[1].backend</c>.</param>
internal sealed record IngressRoute(string? Host, string? Path, V1IngressServiceBackend Backend, string Field)
{
    /// <summary>The Service's name.</summary>
    public string Service => Backend.Name ?? "";

    /// <summary>The port as the Ingress has it: a number or a name; null where it has none.</summary>
    public string? Port => Backend.Port?.Name is { Length: > 0 } name ? name : Backend.Port?.Number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Such as <c>shop.example.com/api</c>; <c>its default backend</c> where there is neither host nor path.</summary>
    public string Title => Host is null && Path is null ? "everything else" : Wording.Clip($"{(Host is { Length: > 0 } ? Host : "*")}{Path ?? "/"}", 120);

    /// <summary>The field as a JSON pointer.</summary>
    public string Pointer => "/" + Field.Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Replace('.', '/');

    /// <summary>Every way through an Ingress that leads to a Service.</summary>
    public static IReadOnlyList<IngressRoute> Of(V1Ingress ingress)
    {
        var routes = new List<IngressRoute>();
        foreach (var (rule, at) in (ingress.Spec?.Rules ?? []).Select((r, i) => (r, i)))
        {
            routes.AddRange((rule.Http?.Paths ?? []).Select((p, i) => (p, i)).Where(p => p.p.Backend?.Service is not null)
                .Select(p => new IngressRoute(rule.Host ?? "", p.p.Path ?? "/", p.p.Backend.Service, string.Create(CultureInfo.InvariantCulture, $"spec.rules[{at}].http.paths[{p.i}].backend"))));
        }

        if (ingress.Spec?.DefaultBackend?.Service is { } rest)
            routes.Add(new IngressRoute(null, null, rest, "spec.defaultBackend"));
        return routes;
    }

    /// <summary>The port of a Service that this route names; null where the Service lacks it.</summary>
    public V1ServicePort? PortOf(V1Service service) => (service.Spec?.Ports ?? []).FirstOrDefault(p => Backend.Port?.Name is { Length: > 0 } name ? p.Name == name : p.Port == Backend.Port?.Number);
}
