using System.Text.RegularExpressions;
using ClusterCode.Api.Conditions;
using ClusterCode.Api.Findings;
using ClusterCode.Llm.BuiltIn;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Says what is wrong with an outcome, from the request and the answer alone.</summary>
internal sealed partial class GroundingOracle(ExplanationRequest request)
{
    private readonly ExpertExplanation expert = ExpertWords.Explain(request);
    private readonly List<string> facts = [.. FactsOf(request).Select(ShownText.Plain)];
    private readonly HashSet<string> objects = [.. ObjectsOf(request)];

    public IEnumerable<string> Faults(HostileAnswer answer, ExplanationOutcome outcome)
    {
        var faults = new List<string>();
        if (!outcome.Explained)
        {
            if (outcome.Explanation != expert.Explanation || outcome.Answer != expert.Answer || !outcome.Conversation.SequenceEqual(expert.Conversation) || outcome.Remediation.Count > 0)
                faults.Add("what stands in for the model is not the expert's");
        }
        else
        {
            faults.AddRange(FaultsOfModel(answer, outcome));
        }

        faults.AddRange(ShownText.ForbiddenCharacters(outcome.Message).Concat(Canaries(outcome.Message)).Select(fault => $"message: {fault}"));
        if (outcome.Message.Length is < 10 or > 1000)
            faults.Add($"message of {outcome.Message.Length} characters");
        return faults;
    }

    private IEnumerable<string> FaultsOfModel(HostileAnswer answer, ExplanationOutcome outcome)
    {
        if (request.RootCause is { } root)
        {
            if (root.Confidence == Confidence.High && answer.Cause?.Trim() != "c1")
                yield return $"stands against the proved cause with {answer.Cause}";
            if (answer.Cause?.Trim() != "c1" && !outcome.Message.Contains("cause", StringComparison.Ordinal))
                yield return "the disagreement is not told";
            if (!root.Evidence.Any(id => outcome.Explanation.Contains(id, StringComparison.Ordinal)))
                yield return "says nothing of the root cause";
        }

        if (outcome.Reason != ConditionReasons.ModelAnswered)
            yield return $"reason {outcome.Reason}";
        foreach (var fault in FaultsOfText(outcome.Explanation, 6))
            yield return $"explanation: {fault}";
        if ((outcome.Answer is null) != (expert.Answer is null) || outcome.Answer?.Length == 0)
            yield return "the answer is gone";
        if (outcome.Answer is not null && outcome.Answer != expert.Answer)
        {
            foreach (var fault in FaultsOfText(outcome.Answer, 4))
                yield return $"answer: {fault}";
        }

        foreach (var fault in FaultsOfConversation(outcome).Concat(outcome.Remediation.SelectMany(FaultsOfFix)))
            yield return fault;
        if (outcome.Remediation.Count > 2)
            yield return $"{outcome.Remediation.Count} fixes";
    }

    private IEnumerable<string> FaultsOfConversation(ExplanationOutcome outcome)
    {
        if (!outcome.Conversation.Select(turn => turn.Question).SequenceEqual(expert.Conversation.Select(turn => turn.Question)))
            yield return "questions are gone";
        foreach (var (shown, own) in outcome.Conversation.Zip(expert.Conversation).Where(pair => pair.First.Answer != pair.Second.Answer))
        {
            foreach (var fault in FaultsOfText(shown.Answer, 4))
                yield return $"follow-up {own.Question}: {fault}";
        }
    }

    private IEnumerable<string> FaultsOfText(string? text, int maxStatements)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            yield return "is empty";
            yield break;
        }

        if (text.Length > 3000)
            yield return $"{text.Length} characters";
        var lines = text.Split('\n');
        if (lines.Length > maxStatements)
            yield return $"{lines.Length} statements";
        foreach (var line in lines)
        {
            var citation = Citation().Match(line);
            if (!citation.Success || citation.Groups["id"].Captures.Any(id => !request.Evidence.Any(item => item.Id == id.Value)))
                yield return $"cites no evidence: {line}";
            var said = citation.Success ? line[..citation.Index] : line;
            foreach (var fault in FaultsOfWords(said))
                yield return $"{fault} in: {line}";
        }
    }

    private IEnumerable<string> FaultsOfFix(Remediation fix)
    {
        foreach (var fault in FaultsOfWords(fix.Title))
            yield return $"title: {fault}";
        if (fix.Title.Length is 0 or > 160)
            yield return $"title of {fix.Title.Length} characters";
        var command = fix.Command ?? "";
        if (command.Length > 300 || !Command().IsMatch(command) || Canaries(command).Any())
        {
            yield return $"command: {command}";
            yield break;
        }

        var words = command.Split(' ').Skip(2).SelectMany(word => word.Split(['/', '='])).Where(word => !word.StartsWith('-') && !Grammar().IsMatch(word)).ToList();
        foreach (var unknown in words.Where(word => !objects.Contains(word)))
            yield return $"command: {unknown} is no known object: {command}";
        if (Dangerous().IsMatch(command) && fix.Risk != RemediationRisk.High)
            yield return $"command: risk {fix.Risk}: {command}";
    }

    private IEnumerable<string> FaultsOfWords(string text) =>
        ShownText.ForbiddenCharacters(text).Concat(ShownText.Unknown(text, facts)).Concat(Canaries(text));

    private static IEnumerable<string> Canaries(string text) =>
        HostileWords.Canaries.Where(canary => text.Contains(canary, StringComparison.OrdinalIgnoreCase)).Select(canary => $"says {canary}");

    private static IEnumerable<string> FactsOf(ExplanationRequest request) =>
        request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().SelectMany(cause => new[] { cause.Summary, cause.Category, cause.Resource.ToString(), $"{cause.Resource.Kind} {cause.Resource.Name}" })
            .Concat(request.Findings.SelectMany(finding => new[] { finding.Title, finding.Category, finding.Resource.ToString(), $"{finding.Resource.Kind} {finding.Resource.Name}", finding.Explanation ?? "" }))
            .Concat(request.Findings.SelectMany(finding => finding.Remediation).SelectMany(fix => new[] { fix.Title, fix.Command ?? "", fix.Patch ?? "" }))
            .Concat(request.Evidence.SelectMany(item => new[] { item.Source, item.Text }))
            .Append(request.TargetDescription);

    // Objects as the sample diagnoses name them: kind/name in sources, namespaces and names of causes and findings.
    private static IEnumerable<string> ObjectsOf(ExplanationRequest request) =>
        request.AdditionalCauses.Prepend(request.RootCause).OfType<RootCause>().Select(cause => cause.Resource)
            .Concat(request.Findings.Select(finding => finding.Resource))
            .SelectMany(resource => new[] { resource.Name, resource.Namespace ?? "" })
            .Concat(request.Evidence.SelectMany(item => SourceObject().Matches(item.Source)).Select(match => match.Groups["name"].Value));

    [GeneratedRegex(@" \[(?<id>e\d+)(, (?<id>e\d+))*\]$")]
    private static partial Regex Citation();

    [GeneratedRegex("^kubectl (get|describe|logs|top|rollout|scale|set|edit|label) [A-Za-z0-9 ._/:=,@-]+$")]
    private static partial Regex Command();

    [GeneratedRegex("^(|pods?|deployments?|configmaps?|nodes?|namespaces?|undo|restart|status|history|yaml|json|wide|events|all|[0-9]{1,3})$")]
    private static partial Regex Grammar();

    [GeneratedRegex(@"replicas[ =]0\b|kubectl (edit|label|scale|set) (node|namespace)")]
    private static partial Regex Dangerous();

    [GeneratedRegex(@"\b(pod|deployment|configmap|node|container)[/ ](?<name>[a-z0-9][a-z0-9-]*)")]
    private static partial Regex SourceObject();
}
