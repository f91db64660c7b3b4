using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Tests.Fakes;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>The API server's side of one lease: it speaks the real bodies, checks what the real one checks, and remembers who wrote what.</summary>
internal sealed class SimulatedLeaseServer
{
    private int _version = 10;

    /// <summary>The object as it is stored; null when there is none.</summary>
    public JsonObject? Lease { get; private set; }

    public string? Holder => Lease?["spec"]?["holderIdentity"]?.GetValue<string>() is { Length: > 0 } holder ? holder : null;

    public List<ApiRequest> Requests { get; } = [];

    /// <summary>What somebody else does to the lease.</summary>
    public void Change(Action<JsonObject> change)
    {
        Lease ??= new JsonObject { ["apiVersion"] = "coordination.k8s.io/v1", ["kind"] = "Lease", ["metadata"] = new JsonObject { ["name"] = "operator", ["namespace"] = "system" } };
        change(Lease);
        Store();
    }

    public void Delete() => Lease = null;

    /// <summary>Does what a request asks for and returns the answer.</summary>
    public (HttpStatusCode Code, string Body) Handle(ApiRequest request)
    {
        Requests.Add(request);
        var body = request.Body is { } bytes ? JsonNode.Parse(bytes.Span)!.AsObject() : null;
        if (body?["spec"] is JsonObject spec && Refusal(spec) is { } problem)
            return Status(HttpStatusCode.UnprocessableEntity, "Invalid", problem);
        if (request.Method == HttpMethod.Post)
        {
            if (Lease is not null)
                return Status(HttpStatusCode.Conflict, "AlreadyExists", "leases \"operator\" already exists");
            Lease = body;
            Store();
            return (HttpStatusCode.Created, Lease!.ToJsonString());
        }

        if (Lease is null)
            return Status(HttpStatusCode.NotFound, "NotFound", "leases \"operator\" not found");
        if (request.Method == HttpMethod.Get)
            return (HttpStatusCode.OK, Lease.ToJsonString());
        Assert.Equal((HttpMethod.Patch, "application/merge-patch+json"), (request.Method, request.ContentType));
        Assert.NotNull(body!["metadata"]?["resourceVersion"]);
        if (Patching.Merge(Lease, body, null) is (not 200, _))
            return Status(HttpStatusCode.Conflict, "Conflict", "the object has been modified");
        Store();
        return (HttpStatusCode.OK, Lease.ToJsonString());
    }

    public static (HttpStatusCode Code, string Body) Status(HttpStatusCode code, string reason, string message) =>
        (code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = (int)code }.ToJsonString());

    /// <summary>Go parses a MicroTime with six digits and no other number of them.</summary>
    private static string? Refusal(JsonObject spec)
    {
        if (spec.Count == 0)
            return null;
        foreach (var field in new[] { "acquireTime", "renewTime" })
        {
            if (!DateTime.TryParseExact(spec[field]?.GetValue<string>(), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                return $"spec.{field}: {spec[field]?.ToJsonString()} is no MicroTime";
        }

        return spec["leaseDurationSeconds"]?.GetValue<int>() > 0 ? null : "spec.leaseDurationSeconds: must be greater than 0";
    }

    private void Store() => Lease!["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
}
