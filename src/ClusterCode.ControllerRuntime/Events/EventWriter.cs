using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;
using ClusterCode.ControllerRuntime.Serialization;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>Brings one event on the server up to date.</summary>
internal sealed class EventWriter(IApiClient client)
{
    private readonly ResourceDefinition<Eventsv1Event> _definition = ResourceDefinition.For<Eventsv1Event>();

    /// <summary>Creates the event, or tells how often it has occurred. Twice does no more than once: the event's name is the same each time.</summary>
    /// <param name="first">The event as it occurred first.</param>
    /// <param name="count">How often it has occurred.</param>
    /// <param name="written">How many of these the server knows; 0 when the event is still to be created.</param>
    /// <param name="lastObserved">When it occurred last.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>How many occurrences the server knows now.</returns>
    public async Task<int> WriteAsync(Eventsv1Event first, int count, int written, DateTimeOffset lastObserved, CancellationToken cancellationToken)
    {
        var series = count < 2 ? null : new Eventsv1EventSeries { Count = count, LastObservedTime = lastObserved.UtcDateTime };
        if (written > 0 && series is not null)
        {
            try
            {
                var patch = new JsonObject { ["series"] = JsonSerializer.SerializeToNode(series, KubernetesJsonOptions.TypeInfo<Eventsv1EventSeries>()) };
                await client.PatchAsync(_definition, new ObjectKey(first.Metadata.NamespaceProperty, first.Metadata.Name), PatchKind.Merge, patch, cancellationToken: cancellationToken);
                return count;
            }
            catch (ApiStatusException e) when (e.IsNotFound)
            {
                // The server keeps events for an hour. What goes on for longer is told anew.
            }
        }

        try
        {
            await client.CreateAsync(_definition, first with { Series = series }, cancellationToken);
            return count;
        }
        catch (ApiStatusException e) when (e.IsAlreadyExists)
        {
            // Told before, by this process, whose answer got lost, or the one before it.
            return 1;
        }
    }

    /// <summary>Whether another try may help: the server was not reached, or broke down, or was too busy. What it looked at and refused it would refuse again.</summary>
    public static bool MayPass(Exception error) => error switch
    {
        ApiStatusException e => e.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)e.StatusCode >= 500 || e.IsConflict,
        HttpRequestException or IOException => true,
        _ => false,
    };
}
