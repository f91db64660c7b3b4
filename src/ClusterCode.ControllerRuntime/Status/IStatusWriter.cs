using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Status;

/// <summary>
/// Writes statuses.
/// <para>
/// A write is one merge patch of what differs between the status that was read and the one wanted. It names the resource version and the identity of the object
/// that was read, so it never overwrites what somebody else wrote since, and never reaches another object of the same name: that is a conflict, and the
/// reconciliation that the newer state brings will do better. Nothing is retried here for that reason. When nothing differs no request is sent, so a controller that
/// writes its status on every pass does not wake itself.
/// </para>
/// <para>
/// Fields of the status that the class does not know stay as they are. Lists are replaced whole, as merge patches do: entries of others, as conditions of another
/// controller, stay when they were read and are written again, but fields of an entry that the class does not know do not.
/// </para>
/// </summary>
public interface IStatusWriter
{
    /// <summary>Makes the object's status <paramref name="newStatus"/>, if the object is still the one in <paramref name="original"/>, at the same resource version.</summary>
    /// <param name="definition">The kind; it must have the status subresource.</param>
    /// <param name="original">The object as it was read, with its status unchanged since.</param>
    /// <param name="newStatus">The status wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The object as the server stored it, or <paramref name="original"/> when nothing differed.</returns>
    /// <exception cref="ApiStatusException">The server refused; a conflict when the object changed meanwhile, which a controller may let pass: it is retried quietly. Not found when the object is gone, or its kind has no status subresource.</exception>
    Task<T> WriteAsync<T, TStatus>(ResourceDefinition<T> definition, T original, TStatus newStatus, CancellationToken cancellationToken)
        where T : class
        where TStatus : class;
}
