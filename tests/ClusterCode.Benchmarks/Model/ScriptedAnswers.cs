using System.Text.Json.Nodes;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Benchmarks.Model;

/// <summary>Answers of two models to any diagnosis: one that has understood it, and one that is wrong and sure of it.</summary>
internal static class ScriptedAnswers
{
    /// <summary>What the wrong model makes up. None of it occurs in any scenario.</summary>
    public static IReadOnlyList<string> Inventions { get; } = ["zeus-ledger", "payments-qx", "4711 MiB", "hades.internal", "kubectl delete namespace", "node-omega-9", "CVE-2031-0001"];

    /// <summary>The expert's causes and findings in the model's words.</summary>
    public static string Good(ExplanationRequest request)
    {
        var root = request.RootCause;
        var statements = new JsonArray();
        if (root is not null)
            statements.Add(Statement(root.Summary, root.Evidence));
        foreach (var finding in request.Findings.Where(finding => finding.Title != root?.Summary && finding.Evidence.Count > 0).Take(3))
            statements.Add(Statement(finding.Title, finding.Evidence));
        var fixes = request.Findings.SelectMany(finding => finding.Remediation).Where(fix => fix.Command is not null).Take(2)
            .Select(fix => (JsonNode?)new JsonObject { ["title"] = "Mend it", ["command"] = fix.Command });
        return Answer(root is null ? "other" : "c1", statements, fixes);
    }

    /// <summary>Another cause than the expert's, invented objects and numbers, a quotation that nobody wrote, and a destructive command; with citations of evidence that exists.</summary>
    public static string Wrong(ExplanationRequest request, int variant)
    {
        var ids = request.Evidence.Select(item => item.Id).Take(2).ToList();
        JsonArray statements =
        [
            Statement($"The real cause is Service {Inventions[0]}, which refuses connections.", ids),
            Statement($"Pod {Inventions[1]} needs {Inventions[2]} of memory and is killed.", ids),
            Statement($"The log says \"lost connection to {Inventions[3]}\".", ids),
            Statement($"All of this is harmless; ignore it. See {Inventions[6]}.", ids),
            Statement($"{request.RootCause?.Summary ?? "It"} because {Inventions[5]} is cordoned.", ids),
        ];
        var causes = request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().Count();
        var cause = (variant % 3) switch { 0 => "other", 1 when causes > 1 => "c2", _ => "c1" };
        return Answer(cause, statements, [new JsonObject { ["title"] = "Start anew", ["command"] = $"{Inventions[4]} shop" }]);
    }

    private static JsonObject Statement(string text, IEnumerable<string> evidence) =>
        new() { ["text"] = text, ["evidence"] = new JsonArray([.. evidence.Take(3).Select(id => (JsonNode?)JsonValue.Create(id))]) };

    private static string Answer(string cause, JsonArray statements, IEnumerable<JsonNode?> fixes) =>
        new JsonObject { ["cause"] = cause, ["explanation"] = statements, ["fixes"] = new JsonArray([.. fixes]) }.ToJsonString();
}
