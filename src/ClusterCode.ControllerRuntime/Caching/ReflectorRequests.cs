using System.Globalization;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>The requests with which a reflector mirrors its part of a collection.</summary>
internal sealed class ReflectorRequests<T>(ResourceDefinition<T> definition, InformerOptions<T> options, Random random)
    where T : class
{
    /// <summary>The server ends a watch after a random time from here to twice as long, so that not all come back at once.</summary>
    public static readonly TimeSpan MinWatchTimeout = TimeSpan.FromMinutes(5);

    /// <summary>A list at a version.</summary>
    public ListOptions List(string version) =>
        new() { Namespace = options.Namespace, LabelSelector = options.LabelSelector, FieldSelector = options.FieldSelector, ResourceVersion = version };

    /// <summary>A watch from a version, and when the server is asked to end it.</summary>
    /// <param name="version">Where it goes on; empty, with initial events only, for the newest.</param>
    /// <param name="withInitialEvents">Whether it begins with all objects and a bookmark after the last.</param>
    public (ApiRequest Request, TimeSpan Timeout) Watch(string version, bool withInitialEvents)
    {
        var timeout = MinWatchTimeout * (1 + random.NextDouble());
        var path = ResourcePath.WithQuery(
            ResourcePath.Collection(definition, options.Namespace),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("sendInitialEvents", withInitialEvents ? "true" : null),
            ("resourceVersionMatch", withInitialEvents ? "NotOlderThan" : null),
            ("resourceVersion", version.Length == 0 ? null : version),
            ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        return (new ApiRequest(HttpMethod.Get, path), timeout);
    }
}
