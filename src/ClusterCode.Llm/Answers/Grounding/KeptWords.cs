using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>What a model said at another time, as a status keeps it: a statement with its citations a line.</summary>
internal static class KeptWords
{
    /// <summary>Its statements, which are held against the evidence of today like new ones.</summary>
    public static IReadOnlyList<Statement> Statements(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Statement(line, []))];

    /// <summary>Whether all of it still stands.</summary>
    public static bool Stand(string text, ExplanationRequest request)
    {
        var grounded = new Grounder(request).Ground(new ModelAnswer { Cause = "", Explanation = Statements(text) });
        return grounded.Dropped.Count == 0 && grounded.Explanation.Length > 0;
    }
}
