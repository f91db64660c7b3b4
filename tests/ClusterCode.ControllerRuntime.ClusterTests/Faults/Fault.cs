namespace ClusterCode.ControllerRuntime.ClusterTests.Faults;

/// <summary>A fault, and after how many lines of a watch it comes.</summary>
public readonly record struct Fault(FaultKind Kind, int AfterLines = 0)
{
    /// <summary>Whether the watch goes on after it.</summary>
    public bool LeavesWatchOpen => Kind is FaultKind.LineMutilated or FaultKind.LineOfGarbage or FaultKind.Doubled or FaultKind.Swapped or FaultKind.GoAway;

    /// <summary>Whether what was sent before may never arrive, because the connection is torn down under it.</summary>
    public bool TearsDown => Kind is FaultKind.Cut or FaultKind.ResetInBody or FaultKind.CutInLine;
}
