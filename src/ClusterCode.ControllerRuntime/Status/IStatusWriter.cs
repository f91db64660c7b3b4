using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Status;

/// <summary>Writes statuses.</summary>
public interface IStatusWriter
{
    /// <summary>
    /// Makes the object's status <paramref name="newStatus"/>, by one merge patch of what differs; nothing is sent when nothing does. Fields of the status that
    /// the class does not know stay. The patch holds only if the object is still the one in <paramref name="original"/>, at the same resource version.
    /// </summary>
    /// <param name="definition">The kind; it must have the status subresource.</param>
    /// <param name="original">The object as it was read, with its status unchanged since.</param>
    /// <param name="newStatus">The status wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as the server stored it, or <paramref name="original"/> when nothing differed.</returns>
    /// <exception cref="ApiStatusException">The server refused; a conflict when the object changed meanwhile, which a controller may let pass: it is retried quietly.</exception>
    Task<T> WriteAsync<T, TStatus>(ResourceDefinition<T> definition, T original, TStatus newStatus, CancellationToken cancellationToken)
        where T : class
        where TStatus : class;
}
