using ClusterCode.Llm.Backends;

namespace ClusterCode.Llm.Explaining;

/// <summary>Puts a finished diagnosis into words: a model's where one answers and its answer stands up, else the expert's own.</summary>
public interface IExplainer
{
    /// <summary>Explains a diagnosis and answers the questions asked about it.</summary>
    /// <param name="request">The diagnosis.</param>
    /// <param name="backend">The model to ask, with its references resolved.</param>
    /// <param name="cancellationToken">Ends the work; the server is told to stop generating.</param>
    /// <returns>Always a complete explanation; <see cref="ExplanationOutcome.Reason"/> says whose words it is made of, and why.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. Nothing else is thrown.</exception>
    Task<ExplanationOutcome> ExplainAsync(ExplanationRequest request, BackendConfiguration backend, CancellationToken cancellationToken);
}
