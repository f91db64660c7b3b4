using ClusterCode.Api.Conditions;
using ClusterCode.Api.Evidence;
using ClusterCode.Llm.Backends;
using ClusterCode.Llm.Chat;
using ClusterCode.Llm.Dialects;
using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Failures;
using ClusterCode.Llm.Prompting;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Investigating;

/// <summary>
/// Lets a model look around before it explains. What the tools tell it becomes evidence, and the explanation is then asked for, and held against the evidence, as
/// always: whatever the model says while it looks around is thrown away.
/// </summary>
internal sealed class Investigator(TimeProvider timeProvider)
{
    /// <summary>Looks around.</summary>
    /// <returns>What was learnt; empty where the model asked nothing, or knows no tools.</returns>
    /// <exception cref="BackendException">The backend cannot be asked.</exception>
    public async Task<IReadOnlyList<EvidenceItem>> InvestigateAsync(
        ExplanationRequest request, BackendSession session, UsageMeter usage, CancellationToken cancellationToken)
    {
        var settings = session.Settings;
        if (session.Profiles.Current.Dropped.Contains(RequestProfile.Tools))
            return [];
        var room = PromptBudget.Of(settings).ContextTokens - TokenEstimate.Upper(InvestigationText.Text);
        var prompt = new PromptBuilder(request, settings).BuildCase(InvestigationText.Text, (int)(room * InvestigationLimits.ShareOfCase));
        var options = new ExchangeOptions(settings) { MayWait = request.MayWait };
        var notes = new InvestigationNotes(request.Evidence, TokenEstimate.BytesIn(room - TokenEstimate.Upper(prompt.User) - Declarations(request.Tools)));
        options.Tools = [.. request.Tools.Select(tool => (AITool)new NotedFunction(tool, notes))];
        using var end = new CancellationTokenSource(settings.Timeout * InvestigationLimits.Timeouts, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            var client = new FunctionInvokingChatClient(session.Chat) { MaximumIterationsPerRequest = InvestigationLimits.Rounds, AllowConcurrentInvocation = false };
            var response = await client.GetResponseAsync([new ChatMessage(ChatRole.System, prompt.System), new ChatMessage(ChatRole.User, prompt.User)], options, linked.Token);
            usage.Add(prompt, response);
        }
        catch (BackendException exception) when (exception.Failure.Reason is ConditionReasons.ToolsUnsupported or ConditionReasons.ContextOverflow)
        {
            // The model explains then what is known, as at depth Explain.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was learnt until now is more than nothing.
        }
        finally
        {
            usage.AddRequests(options.Requests);
        }

        return notes.Gathered;
    }

    private static int Declarations(IReadOnlyList<ModelTool> tools) =>
        tools.Sum(tool => TokenEstimate.Upper(tool.Name + tool.Description) + tool.Parameters.Sum(parameter => 10 + TokenEstimate.Upper(parameter.Name + parameter.Description)));
}
