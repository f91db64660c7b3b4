using ClusterCode.Api.Conditions;
using ClusterCode.Api.DiagnosisRequests;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Tests.Support;

/// <summary>Explains in the words of whichever backend it is told to ask.</summary>
internal sealed class FakeExplainer : IExplainer
{
    /// <summary>Whom it asked, in order.</summary>
    public List<BackendConfiguration> Asked { get; } = [];

    /// <summary>What it was handed, in order.</summary>
    public List<ExplanationRequest> Requests { get; } = [];

    /// <summary>What it answers; by default the backend's words.</summary>
    public Func<ExplanationRequest, BackendConfiguration, ExplanationOutcome> Answer { get; set; } = static (_, backend) => Words(backend.Name);

    /// <summary>Runs while the model is being asked.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public Task<ExplanationOutcome> ExplainAsync(ExplanationRequest request, BackendConfiguration backend, CancellationToken cancellationToken)
    {
        Asked.Add(backend);
        Requests.Add(request);
        Meanwhile();
        return Task.FromResult(Answer(request, backend));
    }

    public static ExplanationOutcome Words(string backend) => new()
    {
        Explained = true,
        Reason = ConditionReasons.ModelAnswered,
        Message = $"{backend} answered.",
        Explanation = $"{backend} explains.",
        Conversation = [new ConversationTurn { Question = "And the database?", Answer = "It is healthy." }],
        Usage = new ModelUsage { Backend = backend },
    };
}
