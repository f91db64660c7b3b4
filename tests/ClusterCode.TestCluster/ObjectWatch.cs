using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterCode.TestCluster;

/// <summary>All objects of one kind, kept current by the API's own list and watch, so that tests wait for changes instead of sleeping.
/// On purpose not the operator's own informer: a fault in that must not hide itself.</summary>
public sealed class ObjectWatch<T> : IAsyncDisposable
    where T : IKubernetesObject<V1ObjectMeta>
{
    private readonly Kubernetes _client;
    private readonly string _path;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Namespace, string Name), T> _objects = [];
    private readonly Task _loop;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Action<T>? _seen;

    /// <param name="client">The cluster.</param>
    /// <param name="path">The collection's path, without a leading slash.</param>
    /// <param name="seen">Told of every state of every object, in order, on the watch's own thread.</param>
    public ObjectWatch(Kubernetes client, string path, Action<T>? seen = null)
    {
        _client = client;
        _seen = seen;
        _path = path;
        _loop = RunAsync();
    }

    public IReadOnlyList<T> In(string ns)
    {
        lock (_gate)
        {
            return [.. _objects.Where(o => o.Key.Namespace == ns).Select(o => o.Value)];
        }
    }

    /// <summary>Waits until the objects of a namespace satisfy a condition, and returns what that found.</summary>
    public async Task<TFound> UntilAsync<TFound>(string ns, Func<IReadOnlyList<T>, TFound?> find, CancellationToken deadline)
        where TFound : class
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (find(In(ns)) is { } found)
            {
                return found;
            }

            // A watch that broke for good ends every wait with its error.
            await await Task.WhenAny(changed, _loop).WaitAsync(deadline);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var version = await ListAsync();
            try
            {
                await WatchAsync(version);
            }
            catch (IOException)
            {
                // The server ended the watch; the next list catches up.
            }
        }
    }

    private async Task<string> ListAsync()
    {
        using var response = await SendAsync("", HttpCompletionOption.ResponseContentRead);
        using var list = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(_stop.Token), cancellationToken: _stop.Token);
        Change(() =>
        {
            _objects.Clear();
            foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
            {
                Put(KubernetesJson.Deserialize<T>(item));
            }
        });
        return list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }

    private async Task WatchAsync(string version)
    {
        using var response = await SendAsync($"?watch=true&resourceVersion={version}", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            using var change = JsonDocument.Parse(line);
            var type = change.RootElement.GetProperty("type").GetString();
            if (type == "ERROR")
            {
                return;
            }

            var item = KubernetesJson.Deserialize<T>(change.RootElement.GetProperty("object"));
            Change(() =>
            {
                if (type == "DELETED")
                {
                    _objects.Remove((item.Metadata.NamespaceProperty, item.Metadata.Name));
                }
                else
                {
                    Put(item);
                }
            });
        }
    }

    private void Put(T item)
    {
        _objects[(item.Metadata.NamespaceProperty, item.Metadata.Name)] = item;
        _seen?.Invoke(item);
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            change();
            (before, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.SetResult();
    }

    private async Task<HttpResponseMessage> SendAsync(string query, HttpCompletionOption completion)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_client.BaseUri, _path + query));
        if (_client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, _stop.Token);
        }

        var response = await _client.HttpClient.SendAsync(request, completion, _stop.Token);
        return response.EnsureSuccessStatusCode();
    }
}
