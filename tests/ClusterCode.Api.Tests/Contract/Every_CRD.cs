using ClusterCode.Api.DiagnosisPolicies;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Api.LlmRoutes;
using YamlDotNet.RepresentationModel;

namespace ClusterCode.Api.Tests.Contract;

public sealed class Every_CRD
{
    public static TheoryData<Type> Kinds => [.. Crd.Kinds];

    public static TheoryData<Type, string, string> Names => new()
    {
        { typeof(DiagnosisRequest), "Namespaced", "diagnoses diagnosis dx" },
        { typeof(LlmBackend), "Namespaced", "llm" },
        { typeof(LlmRoute), "Namespaced", "" },
        { typeof(DiagnosisPolicy), "Cluster", "" },
    };

    public static TheoryData<Type, string, string> Columns => new()
    {
        { typeof(DiagnosisRequest), "Target Severity Root_Cause Pods Phase Resolved Age", "Model Confidence Count Fingerprint" },
        { typeof(LlmBackend), "Provider Model Ready Reason Latency Age", "Endpoint Context Tokens_Today" },
        { typeof(LlmRoute), "Strategy Ready Reason Age", "Ready_Members" },
        { typeof(DiagnosisPolicy), "Ready Reason Failing Diagnoses Active Resolved Age", "Depth Schedule" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_its_scope_short_names_and_category(Type kind, string scope, string shortNames)
    {
        var spec = Crd.Of(kind).Document.Find("spec")!;

        Assert.Equal(scope, spec.Text("scope"));
        Assert.Equal(shortNames, string.Join(' ', spec.Texts("names", "shortNames")));
        Assert.Equal(["cluster-code"], spec.Texts("names", "categories"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Has_a_status_subresource_and_requires_a_spec(Type kind)
    {
        Assert.NotNull(Crd.Of(kind).Version.Find("subresources", "status"));
        Assert.Equal(["spec"], Crd.Of(kind).Schema.Texts("required"));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Prints_its_columns(Type kind, string narrow, string wide)
    {
        var columns = ((YamlSequenceNode)Crd.Of(kind).Version.Find("additionalPrinterColumns")!).Children
            .ToLookup(column => column.Text("priority"), column => column.Text("name")!.Replace(' ', '_'));

        Assert.Equal(narrow, string.Join(' ', columns[null]));
        Assert.Equal(wide, string.Join(' ', columns["1"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Describes_every_column_and_reads_it_from_a_field_that_exists(Type kind)
    {
        var crd = Crd.Of(kind);
        foreach (var column in ((YamlSequenceNode)crd.Version.Find("additionalPrinterColumns")!).Children)
        {
            var path = column.Text("jsonPath")!;
            Assert.False(string.IsNullOrEmpty(column.Text("description")), path);
            if (!path.StartsWith(".metadata.", StringComparison.Ordinal))
            {
                var field = path[1..].Split('[')[0].Split('.');
                Assert.NotNull(crd.Schema.Find([.. field.SelectMany(name => new[] { "properties", name })]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Describes_every_field(Type kind)
    {
        var silent = Schemas.All(Crd.Of(kind).Schema, "")
            .Where(field => !field.Path.EndsWith("[]", StringComparison.Ordinal) && !field.Path.EndsWith(".*", StringComparison.Ordinal) && field.Path != ".metadata")
            .Where(field => string.IsNullOrWhiteSpace(field.Schema.Text("description")));

        Assert.Empty(silent.Select(field => field.Path));
    }

    /// <summary>An unbounded string, list or map makes the cost of a CEL rule over it unbounded, and the API server refuses the CRD; and an unbounded status fills etcd.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bounds_every_string_list_and_map(Type kind)
    {
        var crd = Crd.Of(kind);
        var unbounded = Schemas.All(crd.Spec, "spec").Concat(Schemas.All(crd.Schema.Mapping("properties", "status"), "status"))
            .Where(field => field.Schema.Text("type") switch
            {
                "string" => field.Schema.Find("maxLength") is null && field.Schema.Find("enum") is null && field.Schema.Text("format") is null,
                "array" => field.Schema.Find("maxItems") is null,
                "object" => field.Schema.Find("properties") is null && field.Schema.Find("maxProperties") is null,
                _ => false,
            });

        Assert.Empty(unbounded.Select(field => field.Path));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Says_how_its_lists_merge_and_keys_conditions_by_type(Type kind)
    {
        var crd = Crd.Of(kind);
        var lists = Schemas.All(crd.Schema, "").Where(field => field.Schema.Text("type") == "array").ToList();

        Assert.All(lists, list => Assert.True(list.Schema.Text("x-kubernetes-list-type") is "atomic" or "set" or "map", list.Path));
        var conditions = crd.Schema.Mapping("properties", "status", "properties", "conditions");
        Assert.Equal("map", conditions.Text("x-kubernetes-list-type"));
        Assert.Equal(["type"], conditions.Texts("x-kubernetes-list-map-keys"));
    }
}
