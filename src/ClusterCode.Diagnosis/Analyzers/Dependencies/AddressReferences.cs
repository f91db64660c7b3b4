using System.Globalization;
using System.Text.RegularExpressions;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Gathering;
using ClusterCode.Diagnosis.Logs;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>Finds the peers that a container's environment, arguments and configuration files name.</summary>
internal static partial class AddressReferences
{
    /// <summary>The most text of one value that is looked through.</summary>
    private const int LongestValue = 4096;

    /// <summary>References of one container.</summary>
    private const int Most = 60;

    /// <summary>All peers that the container's settings name.</summary>
    public static IReadOnlyList<AddressReference> Of(CaseFile file, PodFacts pod, ContainerFacts container)
    {
        var variables = ContainerVariables.Of(file, container.Spec);
        var found = variables.Where(v => v.Value is { Length: > 0 } && !OwnAddress().IsMatch(v.Name)).SelectMany(v => OfVariable(v, variables)).ToList();
        found.AddRange(ContainerCommand.Words(container.Spec).SelectMany(w => InText(w, "its command", null, "command")));
        foreach (var (map, key, text) in Files(file, pod.Pod.Spec, container.Spec))
            found.AddRange(InText(text, $"key {key} of ConfigMap {map}", map, key).Concat(Settings(text, map, key)));
        return [.. found.DistinctBy(f => (f.Host, f.Port, f.Name)).Take(Most)];
    }

    private static IEnumerable<AddressReference> OfVariable(ContainerVariable variable, IReadOnlyList<ContainerVariable> all)
    {
        var text = Cut(variable.Value!);
        var whole = InText(text, variable.Origin, null, variable.Name).Select(r => r with { Object = variable.Object }).ToList();
        if (whole.Count > 0)
            return whole;
        return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(10)
            .Select(part => OfPart(variable, part, all)).OfType<AddressReference>();
    }

    private static AddressReference? OfPart(ContainerVariable variable, string part, IReadOnlyList<ContainerVariable> all)
    {
        var match = HostAndPort().Match(part);
        if (!match.Success || (!match.Groups["port"].Success && !AddressName().IsMatch(variable.Name)))
            return null;
        var (port, name) = match.Groups["port"].Success ? (Number(match.Groups["port"].Value), null) : PortBeside(variable, all);
        return new AddressReference(match.Groups["host"].Value, port, variable.Name, Wording.Clip(part, 80), variable.Origin)
        {
            Object = variable.Object,
            PortName = name,
            IsHostAlone = part == variable.Value && !match.Groups["port"].Success,
        };
    }

    // DB_PORT beside DB_HOST.
    private static (int? Port, string? Name) PortBeside(ContainerVariable host, IReadOnlyList<ContainerVariable> all)
    {
        var stem = AddressName().Replace(host.Name, "").TrimEnd('_', '.', '-');
        var port = all.FirstOrDefault(v => v.Name.EndsWith("PORT", StringComparison.OrdinalIgnoreCase) && v.Name[..^4].TrimEnd('_', '.', '-').Equals(stem, StringComparison.OrdinalIgnoreCase));
        return (Number(port?.Value), port?.Name);
    }

    private static IEnumerable<AddressReference> InText(string value, string origin, string? map, string name)
    {
        var text = Cut(value);
        foreach (Match match in Url().Matches(text).Concat(Dsn().Matches(text)))
        {
            if (match.Groups["host"].Value.Contains('[', StringComparison.Ordinal))
                continue;
            yield return new AddressReference(match.Groups["host"].Value, Number(match.Groups["port"].Value), name, Wording.Clip(match.Value, 80), origin)
            {
                Scheme = match.Groups["scheme"].Success ? match.Groups["scheme"].Value.ToLowerInvariant() : null,
                Object = map is null ? null : Refer.To("v1", "ConfigMap", null, map),
            };
        }
    }

    // host: postgres · db.host=postgres · server postgres:5432;
    private static IEnumerable<AddressReference> Settings(string text, string map, string key)
    {
        foreach (Match match in Setting().Matches(Cut(text)))
        {
            yield return new AddressReference(match.Groups["host"].Value, Number(match.Groups["port"].Value), match.Groups["name"].Value, Wording.Clip(match.Value, 80), $"key {key} of ConfigMap {map}")
            {
                Object = Refer.To("v1", "ConfigMap", null, map),
            };
        }
    }

    private static IEnumerable<(string Map, string Key, string Text)> Files(CaseFile file, V1PodSpec? spec, V1Container container)
    {
        foreach (var mount in container.VolumeMounts ?? [])
        {
            var volume = (spec?.Volumes ?? []).FirstOrDefault(v => v.Name == mount.Name);
            var maps = new[] { volume?.ConfigMap?.Name }.Concat((volume?.Projected?.Sources ?? []).Select(s => s.ConfigMap?.Name)).OfType<string>();
            foreach (var map in maps)
            {
                foreach (var (key, text) in file.ConfigMaps.GetValueOrDefault(map)?.Value?.Data ?? new Dictionary<string, string>())
                    yield return (map, key, text);
            }
        }
    }

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue];

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;

    // A redacted password keeps brackets and colons, never an @.
    [GeneratedRegex(@"(?<scheme>[a-z][a-z0-9+.:-]{1,30})://(?:[^\s@/""']{0,200}@)?(?<host>[a-z0-9](?:[a-z0-9._-]{0,252}))(?::(?<port>\d{1,5}))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Url();

    // host=db port=5432 · user:pw@tcp(db:3306)/shop · Server=db;Port=1433
    [GeneratedRegex(@"\b(?:host|server|data source)\s?=\s?(?<host>[a-z0-9][a-z0-9._-]{0,252})(?:[,:](?<port>\d{1,5}))?(?:[\s;]+port\s?=\s?(?<port>\d{1,5}))?|@tcp\((?<host>[a-z0-9][a-z0-9._-]{0,252})(?::(?<port>\d{1,5}))?\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Dsn();

    [GeneratedRegex(@"^(?<host>[a-z0-9](?:[a-z0-9._-]{0,252}))(?::(?<port>\d{1,5}))?/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"(?:HOST(?:NAME|S)?|ADDR(?:ESS(?:ES)?)?|SERVERS?|ENDPOINTS?|UR[LI]|BROKERS?|SERVICE|UPSTREAM|BACKEND|NODES?|MASTER|BOOTSTRAP_SERVERS|CONTACT_POINTS)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex AddressName();

    // The process's own address, or a list of names that it answers to.
    [GeneratedRegex(@"^(?:HOST|HOSTNAME|SERVER_NAME|.*(?:LISTEN|BIND|ADVERTISED?|ALLOWED|PUBLIC|CORS|ORIGIN|EXTERNAL|NODE_NAME|POD_).*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex OwnAddress();

    [GeneratedRegex(@"(?:^|[\s""'])(?<name>[\w.-]{0,60}(?:host|addr(?:ess)?|server|endpoint|upstream|proxy_pass))[""']?\s{0,4}[:=\s]\s{0,4}[""']?(?<host>[a-z](?:[a-z0-9._-]{0,252}))(?::(?<port>\d{2,5}))?[""';,]?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline, LogPatterns.TimeoutMilliseconds)]
    private static partial Regex Setting();
}
