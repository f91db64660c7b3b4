using System.Threading.Channels;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.ControllerRuntime.Metrics;
using ClusterCode.ControllerRuntime.Resources;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Writes events in the background, in order; when it stops, what waits is still written, for a short time.</summary>
internal sealed partial class EventRecorder : BackgroundService, IEventRecorder
{
    /// <summary>How many events may wait.</summary>
    public const int Capacity = 1000;

    /// <summary>How often an event is tried that does not reach the server. The numbers are client-go's.</summary>
    public const int MaxTries = 12;

    /// <summary>The wait between tries, give or take a quarter.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    /// <summary>How long the rest may take at the end.</summary>
    public static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<Eventsv1Event> _events = Channel.CreateBounded<Eventsv1Event>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ResourceDefinition<Eventsv1Event> _definition = ResourceDefinition.For<Eventsv1Event>();
    private readonly IApiClient _client;
    private readonly OperatorSettings _settings;
    private readonly RuntimeMetrics _metrics;
    private readonly TimeProvider _timeProvider;
    private readonly Random _random;
    private readonly ILogger _logger;

    public EventRecorder(IApiClient client, OperatorSettings settings, RuntimeMetrics metrics, TimeProvider timeProvider, Random random, ILogger<EventRecorder> logger)
    {
        _client = client;
        _settings = settings;
        _metrics = metrics;
        _timeProvider = timeProvider;
        _random = random;
        _logger = logger;
    }

    public void Record(EventRegarding regarding, EventType type, string reason, string action, string note, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(regarding);
        ArgumentNullException.ThrowIfNull(note);
        RequireWord(reason, nameof(reason));
        RequireWord(action, nameof(action));
        var body = EventBody.Create(_settings, regarding, type, reason, action, note, idempotencyKey, _timeProvider.GetUtcNow());
        if (_events.Writer.TryWrite(body))
            return;
        _metrics.EventDropped();
        LogDropped(reason, regarding.Kind, regarding.Namespace, regarding.Name);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var flush = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _timeProvider);
        await using var stop = stoppingToken.Register(() =>
        {
            _events.Writer.TryComplete();
            flush.CancelAfter(FlushTimeout);
        });
        await foreach (var body in _events.Reader.ReadAllAsync(CancellationToken.None))
            await WriteAsync(body, flush.Token);
    }

    private async Task WriteAsync(Eventsv1Event body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _client.CreateAsync(_definition, body, cancellationToken);
                return;
            }
            catch (ApiStatusException e) when (e.IsAlreadyExists)
            {
                // Told before, by this process or the one before it.
                return;
            }
            catch (HttpRequestException) when (attempt < MaxTries && !cancellationToken.IsCancellationRequested)
            {
                if (!await WaitAsync(cancellationToken))
                {
                    Fail(body, "the operator stopped before the API server could be reached");
                    return;
                }
            }
            // Whatever is wrong with one event, the others are still to be written.
            catch (Exception e)
            {
                Fail(body, e.Message);
                return;
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(RetryDelay * (0.75 + (0.5 * _random.NextDouble())), _timeProvider, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Fail(Eventsv1Event body, string problem)
    {
        _metrics.EventFailed();
        LogFailed(body.Reason, body.Regarding.Kind, body.Regarding.NamespaceProperty, body.Regarding.Name, problem);
    }

    private static void RequireWord(string word, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word, parameter);
        if (word.Length > EventBody.MaxWordLength)
            throw new ArgumentException($"An event's {parameter} has at most {EventBody.MaxWordLength} characters, and this has {word.Length}: shorten it.", parameter);
    }
}
