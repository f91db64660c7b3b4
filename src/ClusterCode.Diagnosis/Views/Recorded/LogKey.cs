namespace ClusterCode.Diagnosis.Views.Recorded;

/// <summary>Which log of a container.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Previous">True: of its previous run.</param>
internal readonly record struct LogKey(string Namespace, string Pod, string Container, bool Previous);
