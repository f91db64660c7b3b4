namespace ClusterCode.Diagnosis.Gathering;

/// <summary>A port of a node that a pod holds by <c>hostPort</c>, or by a container port under <c>hostNetwork</c>.</summary>
/// <param name="Port">The port.</param>
/// <param name="Protocol">TCP, UDP or SCTP.</param>
/// <param name="Address">The node's address that it is bound to; <c>0.0.0.0</c> for all.</param>
/// <param name="Pod">The pod, as <c>namespace/name</c>.</param>
public sealed record HeldPort(int Port, string Protocol, string Address, string Pod)
{
    private const string Any = "0.0.0.0";

    /// <summary>Whether both cannot be held on one node, as the scheduler judges it.</summary>
    public bool Excludes(HeldPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Address == other.Address || Address == Any || other.Address == Any);
}
