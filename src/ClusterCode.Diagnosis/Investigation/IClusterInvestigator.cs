namespace ClusterCode.Diagnosis.Investigation;

/// <summary>Gives a model the tools to look around in a namespace.</summary>
public interface IClusterInvestigator
{
    /// <summary>The tools for one diagnosis.</summary>
    /// <param name="ns">Its namespace; nothing else is read, but for the nodes and volumes that are named.</param>
    /// <param name="named">Texts of the diagnosis: a cluster-scoped object is told of only where one of them names it.</param>
    IReadOnlyList<IInvestigationTool> ToolsFor(string ns, IReadOnlyCollection<string> named);
}
