using ClusterCode.Llm.Explaining;
using ClusterCode.Llm.Tests.Samples;
using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Makes answers: a valid one, changed in what it says, then in its form. The same number always makes the same answer.</summary>
internal static class HostileAnswers
{
    private static readonly (string Text, string[] Evidence)[] OfMissingKey =
    [
        ("Container app cannot start because ConfigMap checkout-config has no key DB_URL.", ["e1", "e2"]),
        ("The ConfigMap holds DATABASE_URL and LOG_LEVEL only.", ["e2"]),
        ("Deployment checkout has 0 of 4 replicas available.", ["e3"]),
        ("Node worker-3 is under disk pressure.", ["e4"]),
        ("The kubelet says \"couldn't find key DB_URL in ConfigMap shop/checkout-config\".", ["e1"]),
        ("Der Schlüssel DB_URL fehlt in der ConfigMap checkout-config.", ["e1", "e2"]),
        ("ConfigMap checkout-config 缺少键 DB_URL。", ["e1"]),
        ("В ConfigMap checkout-config нет ключа DB_URL.", ["e1"]),
        ("המפתח DB_URL חסר ב־ConfigMap.", ["e1", "e2"]),
    ];

    private static readonly (string Text, string[] Evidence)[] OfUnknown =
    [
        ("Container app of Pod worker exits with 3 and logs nothing.", ["e1"]),
        ("The container was terminated with exitCode=3.", ["e1"]),
    ];

    private static readonly (string Title, string Command)[] GoodFixes =
    [
        ("Add the key DB_URL", "kubectl edit configmap checkout-config -n shop"),
        ("Look at the Deployment", "kubectl describe deployment checkout -n shop"),
    ];

    /// <summary>The answer of a number to a request.</summary>
    public static HostileAnswer Make(int number, ExplanationRequest request)
    {
        var random = new Random(number);
        var made = new List<string>();
        var draft = Valid(request, random);
        for (var n = random.Next(4); n > 0; n--)
        {
            var (name, change) = DraftMutators.Pick(DraftMutators.All, random);
            change(draft, random);
            made.Add(name);
        }

        var json = draft.ToJson();
        for (var n = random.Next(6) - 4; n > 0; n--)
        {
            var (name, change) = DraftMutators.Pick(FormMutators.OfJson, random);
            change(json, random);
            made.Add(name);
        }

        var cause = json["cause"]?.GetValueKind() == System.Text.Json.JsonValueKind.String ? json["cause"]!.GetValue<string>() : null;
        var text = AnswerDraft.Write(json, escaped: random.Next(2) == 0);
        for (var n = random.Next(6) - 3; n > 0; n--)
        {
            var (name, change) = DraftMutators.Pick(FormMutators.OfText, random);
            text = change(text, random);
            made.Add(name);
        }

        var finish = random.Next(40) == 0 ? ChatFinishReason.Length : ChatFinishReason.Stop;
        return new HostileAnswer(text, finish, cause, $"number {number}: {string.Join(", ", made)}");
    }

    private static AnswerDraft Valid(ExplanationRequest request, Random random)
    {
        var statements = request.TargetDescription == SampleDiagnoses.Unknown.TargetDescription ? OfUnknown : OfMissingKey;
        var draft = new AnswerDraft { Cause = request.RootCause is null ? "other" : "c1" };
        Fill(draft.Explanation, 1 + random.Next(3));
        if (request.Question is not null)
            Fill(draft.Answer, random.Next(3));
        foreach (var _ in request.FollowUps)
        {
            draft.FollowUps.Add([]);
            Fill(draft.FollowUps[^1], random.Next(3));
        }

        if (random.Next(2) == 0)
            draft.Fixes.Add(DraftMutators.Pick(GoodFixes, random));
        return draft;

        void Fill(List<(string, List<string>)> list, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var (text, evidence) = DraftMutators.Pick(statements, random);
                list.Add((text, [.. evidence]));
            }
        }
    }
}
