using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.Benchmarks.Scale.Measuring;

namespace ClusterCode.Benchmarks.Scale;

/// <summary>The result: a table for people on standard error, and one line of JSON on standard output.</summary>
internal sealed class ScaleReport
{
    private const int NameWidth = 34;

    private readonly JsonObject _values = [];

    /// <summary>Adds a number under its name in the JSON.</summary>
    public void Add(string name, double value, int digits = 1) => _values[name] = Math.Round(value, digits);

    /// <summary>Adds the operator's requests of a phase, counted by verb, and tells people which resources they were for, and how long the server took for all of them together.</summary>
    public void AddRequests(string name, IReadOnlyList<AuditedRequest> requests)
    {
        _values[name] = new JsonObject(requests.GroupBy(request => request.Verb).OrderBy(verb => verb.Key, StringComparer.Ordinal)
            .Select(verb => KeyValuePair.Create(verb.Key, (JsonNode?)verb.Count())));
        Progress.Say($"{name}:");
        foreach (var kind in requests.GroupBy(request => $"{request.Verb} {request.Resource}").OrderByDescending(kind => kind.Count()))
            Progress.Say($"  {kind.Count(),7} {kind.Key.PadRight(NameWidth)} {kind.Sum(request => request.Duration.TotalSeconds),8:0.0} s");
    }

    /// <summary>Writes both.</summary>
    public void Write()
    {
        foreach (var (name, value) in _values)
            Progress.Say($"{name.PadRight(NameWidth)} {value?.ToJsonString()}");
        Console.WriteLine(JsonSerializer.Serialize(_values));
    }
}
