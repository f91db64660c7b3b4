namespace ClusterCode.Diagnosis.Analyzers.Scheduling;

/// <summary>A resource that a node cannot give.</summary>
/// <param name="Resource">Such as <c>memory</c>; <c>pods</c> for the number of pods.</param>
/// <param name="Requested">What the pod asks for.</param>
/// <param name="Allocatable">What the node offers in all.</param>
/// <param name="Used">What pods on it request already; null where that is not known.</param>
internal sealed record Shortage(string Resource, decimal Requested, decimal Allocatable, decimal? Used)
{
    /// <summary>The node is too small even when empty.</summary>
    public bool IsImpossible => Requested > Allocatable;

    /// <summary>What is left; all of it where the use is not known.</summary>
    public decimal Free => Math.Max(0, Allocatable - (Used ?? 0));
}
