namespace ClusterCode.Diagnosis.Investigation;

/// <summary>A question about the cluster that a model may ask. It reads, never changes anything, and tells no more than a diagnosis of the namespace could.</summary>
public interface IInvestigationTool
{
    /// <summary>The name that the model calls, such as <c>read_log</c>.</summary>
    string Name { get; }

    /// <summary>What it tells, in a sentence for the model.</summary>
    string Description { get; }

    /// <summary>What it wants to know.</summary>
    IReadOnlyList<ToolParameter> Parameters { get; }

    /// <summary>Answers. Wrong arguments, and what does not exist or may not be read, are answers too.</summary>
    /// <param name="arguments">By name, whatever the model wrote.</param>
    /// <param name="cancellationToken">Ends the read; nothing else is thrown.</param>
    Task<ToolAnswer> RunAsync(IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken);
}
