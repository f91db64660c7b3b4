using ClusterCode.Api.Findings;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>A verb of kubectl that a model may propose.</summary>
/// <param name="Risk">What it may do to an ordinary object.</param>
/// <param name="Actions">What must follow the verb, where something must.</param>
internal sealed record CommandVerb(RemediationRisk Risk, IReadOnlyList<string> Actions)
{
    /// <summary>Whether it changes the objects that it addresses.</summary>
    public bool Changes => Risk > RemediationRisk.Low;
}
