using ClusterCode.Llm.Answers.Grounding;

namespace ClusterCode.Llm.Answers;

/// <summary>Whether an answer of a model can be shown.</summary>
internal abstract record AnswerVerdict
{
    private AnswerVerdict()
    {
    }

    /// <summary>Something of it stands.</summary>
    /// <param name="Answer">What stands.</param>
    /// <param name="DoubtsCause">Whether the model holds something else for the root cause, where the expert is not sure himself.</param>
    internal sealed record Accepted(GroundedAnswer Answer, bool DoubtsCause) : AnswerVerdict;

    /// <summary>Nothing of it stands; asked again with the problems named, the model may do better.</summary>
    /// <param name="Reason">The reason of condition Explained.</param>
    /// <param name="Message">What is wrong, without the model's words.</param>
    /// <param name="Problems">What is wrong, in words for the model.</param>
    internal sealed record Rejected(string Reason, string Message, IReadOnlyList<string> Problems) : AnswerVerdict
    {
        /// <summary>How many statements it made; zero where it could not be read.</summary>
        public int Made { get; init; }
    }

    /// <summary>The model holds something else for the cause than what the expert proved. Asking again would only talk it round.</summary>
    internal sealed record Contradicted(string Message) : AnswerVerdict;
}
