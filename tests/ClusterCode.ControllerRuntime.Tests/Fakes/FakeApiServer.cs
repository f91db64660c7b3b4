using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>An API server in this process, over real HTTP: it keeps objects of any kind, lists them in pages, streams watches, and can be told to misbehave.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly List<(long Version, string Collection, string Type, JsonObject Object)> _log = [];
    private readonly List<FakeWatch> _watches = [];
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly List<FakeFault> _faults = [];
    private readonly WebApplication _app;
    private long _version = 100;
    private long _compacted;
    private int _uids;

    private FakeApiServer(WebApplication app) => _app = app;

    /// <summary>What it makes of a watch that asks for all objects first; v1.20 refuses it.</summary>
    public FakeInitialEvents InitialEvents { get; set; } = FakeInitialEvents.Refused;

    /// <summary>Whether it keeps nothing in memory, so that every list comes from storage, in pages if asked for: as API servers do for events.</summary>
    public bool HasNoWatchCache { get; set; }

    /// <summary>While true, open watches are not told of changes: what a connection swallows.</summary>
    public bool HidesChanges { get; set; }

    public Uri Address => new(_app.Urls.Single());

    public KubernetesClientConfiguration Configuration => new() { Host = Address.ToString() };

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public int OpenWatches
    {
        get
        {
            lock (_lock)
                return _watches.Count;
        }
    }

    public static async Task<FakeApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        EndWatches();
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Answers the next matching requests itself.</summary>
    public void Fail(Func<RecordedRequest, bool> matches, Func<HttpContext, Task> respond, int times = 1)
    {
        lock (_lock)
            _faults.Add(new FakeFault(matches, respond) { Left = times });
    }

    /// <summary>Answers the next matching requests with a Status.</summary>
    public void FailWith(Func<RecordedRequest, bool> matches, int code, string reason, string message = "injected", int? retryAfter = null, int times = 1) =>
        Fail(matches, context => StatusAsync(context, code, reason, message, retryAfter), times);

    /// <summary>Creates or replaces an object without a request; <paramref name="collection"/> as in <c>api/v1/configmaps</c>.</summary>
    public JsonObject Put(string collection, string? ns, string name, Action<JsonObject>? change = null)
    {
        lock (_lock)
        {
            var isNew = !_objects.TryGetValue(Key(collection, ns, name), out var old);
            var obj = isNew ? new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = $"uid-{++_uids}" } } : (JsonObject)old!.DeepClone();
            if (ns is not null)
                obj["metadata"]!["namespace"] = ns;
            change?.Invoke(obj);
            return Store(isNew ? "ADDED" : "MODIFIED", collection, ns, name, obj);
        }
    }

    public void Delete(string collection, string? ns, string name)
    {
        lock (_lock)
        {
            if (_objects.Remove(Key(collection, ns, name), out var old))
                Publish("DELETED", collection, (JsonObject)old.DeepClone());
        }
    }

    public JsonObject? Find(string collection, string? ns, string name)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(Key(collection, ns, name))?.DeepClone() as JsonObject;
    }

    public IReadOnlyList<JsonObject> All(string collection)
    {
        lock (_lock)
            return [.. _objects.Where(pair => pair.Key.StartsWith(collection + "|", StringComparison.Ordinal)).Select(pair => pair.Value)];
    }

    /// <summary>Forgets the past: watches from before now are answered with 410.</summary>
    public void Compact()
    {
        lock (_lock)
            _compacted = _version;
    }

    public void Bookmark() => SendToWatches($$$$"""{"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{{Interlocked.Read(ref _version)}}}}","creationTimestamp":null}}}""");

    /// <summary>The bookmark that says that all objects have been told.</summary>
    public static string InitialEventsEnd(long version) =>
        """{"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"VERSION","creationTimestamp":null,"annotations":{"k8s.io/initial-events-end":"true"}}}}"""
            .Replace("VERSION", version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Moves the server's version on, as other kinds' writes do.</summary>
    public long AdvanceVersion() => Interlocked.Add(ref _version, 10);

    public void SendToWatches(string line)
    {
        lock (_lock)
            _watches.ForEach(watch => watch.Lines.Writer.TryWrite(line));
    }

    /// <summary>Ends all watches in good order, as a timeout does.</summary>
    public void EndWatches()
    {
        lock (_lock)
            _watches.ForEach(watch => watch.Lines.Writer.TryComplete());
    }

    /// <summary>Cuts the connections of all watches.</summary>
    public void BreakWatches()
    {
        lock (_lock)
            _watches.ForEach(watch => watch.Context.Abort());
    }

    public static async Task StatusAsync(HttpContext context, int code, string reason, string message, int? retryAfter = null)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code }.ToJsonString());
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = new RecordedRequest(
            context.Request.Method,
            context.Request.Path.Value!.TrimStart('/'),
            context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body);
        _requests.Enqueue(request);
        if (TakeFault(request) is { } fault)
        {
            await fault.Respond(context);
            return;
        }

        var (collection, ns, name, subresource) = FakePath.Parse(request.Path);
        await (request.Method switch
        {
            "GET" when name is null && request.IsInitialEventsWatch && InitialEvents == FakeInitialEvents.Refused =>
                StatusAsync(context, 422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch"),
            "GET" when name is null && request.IsInitialEventsWatch => WatchAsync(context, collection, ns, null),
            "GET" when name is null && request.IsWatch => WatchAsync(context, collection, ns, long.Parse(request.Query["resourceVersion"], CultureInfo.InvariantCulture)),
            "GET" when name is null => ListAsync(context, collection, ns, request),
            "GET" => AnswerAsync(context, Find(collection, ns, name!)),
            "POST" => CreateAsync(context, collection, ns, body),
            "PATCH" => PatchAsync(context, collection, ns, name!, subresource, request),
            "DELETE" => DeleteAsync(context, collection, ns, name!, body),
            _ => StatusAsync(context, 405, "MethodNotAllowed", request.Method),
        });
    }

    private FakeFault? TakeFault(RecordedRequest request)
    {
        lock (_lock)
        {
            var fault = _faults.Find(candidate => candidate.Left > 0 && candidate.Matches(request));
            if (fault is not null)
                fault.Left--;
            return fault;
        }
    }

    private async Task ListAsync(HttpContext context, string collection, string? ns, RecordedRequest request)
    {
        List<JsonObject> all;
        long version;
        lock (_lock)
        {
            all = [.. _objects.Where(pair => pair.Key.StartsWith($"{collection}|{(ns is null ? "" : ns + "/")}", StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (JsonObject)pair.Value.DeepClone())];
            version = _version;
        }

        var from = request.Query.TryGetValue("continue", out var token) ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var fromMemory = !HasNoWatchCache && request.Query.GetValueOrDefault("resourceVersion") == "0";
        var limit = !fromMemory && request.Query.TryGetValue("limit", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : all.Count;
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (from + limit < all.Count)
            metadata["continue"] = (from + limit).ToString(CultureInfo.InvariantCulture);
        var items = new JsonArray([.. all.Skip(from).Take(limit)]);
        await AnswerAsync(context, new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = items });
    }

    private async Task WatchAsync(HttpContext context, string collection, string? ns, long? from)
    {
        FakeWatch watch;
        lock (_lock)
        {
            watch = new FakeWatch(context, collection, ns, Channel.CreateUnbounded<string>());
            if (from is null)
            {
                if (InitialEvents != FakeInitialEvents.Silent)
                {
                    foreach (var obj in _objects.Where(pair => watch.Wants(pair.Key.Split('|')[0], pair.Value)).Select(pair => pair.Value))
                        watch.Lines.Writer.TryWrite(Line("ADDED", obj));
                }

                if (InitialEvents == FakeInitialEvents.Sent)
                    watch.Lines.Writer.TryWrite(InitialEventsEnd(_version));
                _watches.Add(watch);
            }
            else if (from >= _compacted)
            {
                foreach (var (_, _, type, obj) in _log.Where(entry => entry.Version > from && watch.Wants(entry.Collection, entry.Object)))
                    watch.Lines.Writer.TryWrite(Line(type, obj));
                _watches.Add(watch);
            }
            else
            {
                watch.Lines.Writer.TryWrite("""{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""");
                watch.Lines.Writer.TryComplete();
            }
        }

        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            await foreach (var line in watch.Lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n");
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The client went away, or the test cut the line.
        }
        finally
        {
            lock (_lock)
                _watches.Remove(watch);
        }
    }

    private async Task CreateAsync(HttpContext context, string collection, string? ns, string body)
    {
        var obj = JsonNode.Parse(body)!.AsObject();
        var name = obj["metadata"]!["name"]!.GetValue<string>();
        JsonObject? stored = null;
        lock (_lock)
        {
            if (!_objects.ContainsKey(Key(collection, ns, name)))
            {
                obj["metadata"]!["uid"] = $"uid-{++_uids}";
                stored = Store("ADDED", collection, ns, name, obj);
            }
        }

        if (stored is null)
            await StatusAsync(context, 409, "AlreadyExists", $"{name} already exists");
        else
            await AnswerAsync(context, stored, 201);
    }

    private async Task PatchAsync(HttpContext context, string collection, string? ns, string name, string? subresource, RecordedRequest request)
    {
        JsonObject? stored = null;
        var (code, reason) = (404, "NotFound");
        lock (_lock)
        {
            if (_objects.GetValueOrDefault(Key(collection, ns, name)) is { } current)
            {
                var obj = (JsonObject)current.DeepClone();
                (code, reason) = request.Headers["Content-Type"].StartsWith("application/json-patch", StringComparison.Ordinal)
                    ? Patching.Json(obj, JsonNode.Parse(request.Body)!.AsArray())
                    : Patching.Merge(obj, JsonNode.Parse(request.Body)!.AsObject(), subresource);
                if (code == 200)
                    stored = Store("MODIFIED", collection, ns, name, obj);
                if (stored?["metadata"]!["deletionTimestamp"] is not null && stored["metadata"]!["finalizers"] is not JsonArray { Count: > 0 })
                    Delete(collection, ns, name);
            }
        }

        if (stored is null)
            await StatusAsync(context, code, reason, $"cannot patch {name}");
        else
            await AnswerAsync(context, stored);
    }

    private async Task DeleteAsync(HttpContext context, string collection, string? ns, string name, string body)
    {
        var current = Find(collection, ns, name);
        var uid = body.Length == 0 ? null : JsonNode.Parse(body)!["preconditions"]?["uid"]?.GetValue<string>();
        if (current is null)
        {
            await StatusAsync(context, 404, "NotFound", name);
        }
        else if (uid is not null && uid != current["metadata"]!["uid"]!.GetValue<string>())
        {
            await StatusAsync(context, 409, "Conflict", $"Precondition failed: UID in precondition: {uid}");
        }
        else
        {
            Delete(collection, ns, name);
            await AnswerAsync(context, current);
        }
    }

    // Callers hold the lock.
    private JsonObject Store(string type, string collection, string? ns, string name, JsonObject obj)
    {
        _objects[Key(collection, ns, name)] = obj;
        return Publish(type, collection, obj);
    }

    private JsonObject Publish(string type, string collection, JsonObject obj)
    {
        obj["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        var copy = (JsonObject)obj.DeepClone();
        _log.Add((_version, collection, type, copy));
        foreach (var watch in _watches.Where(watch => !HidesChanges && watch.Wants(collection, copy)))
            watch.Lines.Writer.TryWrite(Line(type, copy));
        return (JsonObject)copy.DeepClone();
    }

    private static string Line(string type, JsonObject obj) => $$"""{"type":"{{type}}","object":{{obj.ToJsonString()}}}""";

    private static string Key(string collection, string? ns, string name) => $"{collection}|{(ns is null ? "" : ns + "/")}{name}";

    private static async Task AnswerAsync(HttpContext context, JsonObject? body, int code = 200)
    {
        if (body is null)
        {
            await StatusAsync(context, 404, "NotFound", $"{context.Request.Path} not found");
            return;
        }

        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}
