using System.Diagnostics;
using ClusterCode.Diagnosis.Logs.Shapes;

namespace ClusterCode.Diagnosis.Tests.Logs.Shapes;

public sealed class ErrorShapesInContextTests
{
    [Fact]
    public void The_peer_that_psql_asks_about_below_the_error_is_named()
    {
        var shape = Assert.Single(Find("""
            psql: error: could not connect to server: Connection refused
            	Is the server running on host "db" (10.0.0.5) and accepting
            	TCP/IP connections on port 5432?
            """));
        Assert.Equal((ErrorShapeKind.ConnectionRefused, "db", 5432), (shape.Kind, shape.Host, shape.Port));
    }

    [Fact]
    public void The_fields_that_node_prints_below_an_error_name_its_peer()
    {
        var shape = Assert.Single(Find("""
            Error: connect ECONNREFUSED
                at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {
              errno: -111,
              code: 'ECONNREFUSED',
              syscall: 'connect',
              address: '10.0.0.5',
              port: 6379
            }
            """));
        Assert.Equal(("10.0.0.5", 6379), (shape.Host, shape.Port));
    }

    [Fact]
    public void Repeats_are_one_with_their_count_and_times()
    {
        var shape = Assert.Single(Find("""
            2026-11-22T14:58:00Z ERROR dial tcp 10.0.0.5:5432: connect: connection refused
            2026-11-22T14:59:00Z ERROR dial tcp 10.0.0.5:5432: connect: connection refused
            2026-11-22T15:00:00Z ERROR dial tcp 10.0.0.5:5432: connect: connection refused
            """));
        Assert.Equal(3, shape.Count);
        Assert.Equal(2, shape.Index);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero), shape.Time);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 14, 58, 0, TimeSpan.Zero), shape.Since);
    }

    [Fact]
    public void Shapes_come_in_the_order_of_their_last_occurrence()
    {
        var shapes = Find("""
            ERROR dial tcp 10.0.0.5:5432: connect: connection refused
            ERROR open /etc/app.yaml: no such file or directory
            ERROR dial tcp 10.0.0.5:5432: connect: connection refused
            """);
        Assert.Equal([ErrorShapeKind.MissingFile, ErrorShapeKind.ConnectionRefused], shapes.Select(shape => shape.Kind));
    }

    [Theory]
    [InlineData("pods is forbidden: User \"system:serviceaccount:shop:x\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"", "system:serviceaccount:shop:x", "list", "pods", "", "shop")]
    [InlineData("deployments.apps \"web\" is forbidden: User \"system:serviceaccount:shop:x\" cannot patch resource \"deployments/scale\" in API group \"apps\" in the namespace \"shop\"", "system:serviceaccount:shop:x", "patch", "deployments/scale", "apps", "shop")]
    [InlineData("nodes is forbidden: User \"system:serviceaccount:shop:x\" cannot list resource \"nodes\" in API group \"\" at the cluster scope", "system:serviceaccount:shop:x", "list", "nodes", "", null)]
    [InlineData("HTTP response body: {\"kind\":\"Status\",\"message\":\"secrets is forbidden: User \\\"system:serviceaccount:shop:x\\\" cannot get resource \\\"secrets\\\" in API group \\\"\\\" in the namespace \\\"shop\\\"\",\"code\":403}", "system:serviceaccount:shop:x", "get", "secrets", "", "shop")]
    [InlineData("pods is forbidden: User \"system:serviceaccount:shop:x\" cannot list pods in the namespace \"shop\"", "system:serviceaccount:shop:x", "list", "pods", "", "shop")]
    [InlineData("forbidden: User \"system:anonymous\" cannot get path \"/metrics\"", "system:anonymous", "get", "/metrics", "", null)]
    public void A_request_that_the_api_denied_is_told_apart(string line, string user, string verb, string resource, string group, string? ns)
    {
        var shape = Assert.Single(ErrorShapes.Find([line]));
        Assert.Equal(ErrorShapeKind.ApiForbidden, shape.Kind);
        Assert.Equal(new DeniedApiRequest(user, verb, resource, group, ns), shape.Denied);
    }

    [Theory]
    [InlineData("pods \"web-1\" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=5, limited: pods=5")]
    [InlineData("pods \"web-1\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true")]
    public void Other_refusals_of_the_api_are_no_denials_of_the_subject(string line) =>
        Assert.DoesNotContain(ErrorShapes.Find([line]), shape => shape.Kind == ErrorShapeKind.ApiForbidden);

    [Theory]
    [InlineData("a")]
    [InlineData("/")]
    [InlineData("a.")]
    [InlineData("1:")]
    [InlineData("error ")]
    [InlineData("host='a")]
    [InlineData("connection refused ")]
    [InlineData("failed to resolve a-")]
    [InlineData("\\\"")]
    public void Hostile_lines_cost_little(string part)
    {
        var line = "ERROR " + string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        var clock = Stopwatch.StartNew();
        ErrorShapes.Find([.. Enumerable.Repeat(line, 20)]);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    private static IReadOnlyList<ErrorShape> Find(string text) => ErrorShapes.Find(text.Split('\n'));
}
