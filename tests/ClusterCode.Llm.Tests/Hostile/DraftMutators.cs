using System.Globalization;
using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>Changes of what an answer says; its form stays.</summary>
internal static partial class DraftMutators
{
    private static readonly string[] WrongIds = ["e99", "f1", "", "e1;rm", "../e1", "E1", "e1\u202e", "e01", "[e1]", "the evidence", new('e', 5000)];

    private static readonly string[] WrongCauses = ["other", "other", "c2", "c9", "", "C1", "evil", "c1\u200b"];

    public static IReadOnlyList<(string Name, Action<AnswerDraft, Random> Change)> All { get; } =
    [
        ("hostile statement", (draft, random) => AnyList(draft, random).Add((Pick(HostileWords.Sentences, random), ["e1"]))),
        ("hostile statement", (draft, random) => AnyList(draft, random).Add((Pick(HostileWords.Sentences, random), [$"e{random.Next(1, 7)}", "e2"]))),
        ("hostile sentence after", (draft, random) => Change(draft, random, text => $"{text} {Pick(HostileWords.Sentences, random)}")),
        ("hostile sentence before", (draft, random) => Change(draft, random, text => $"{Pick(HostileWords.Sentences, random)} {text}")),
        ("hostile words within", (draft, random) => Change(draft, random, text => Insert(text, $" ({Pick(HostileWords.Sentences, random).TrimEnd('.')}) ", random))),
        ("hostile fix", (draft, random) => draft.Fixes.Insert(0, Pick(HostileWords.Fixes, random))),
        ("hostile fix", (draft, random) => draft.Fixes.Insert(0, Pick(HostileWords.Fixes, random))),
        ("character", (draft, random) => Change(draft, random, text => Insert(text, Pick(HostileWords.Characters, random), random))),
        ("characters", (draft, random) => Change(draft, random, text => Insert(Insert(text, Pick(HostileWords.Characters, random), random), Pick(HostileWords.Characters, random), random))),
        ("character in a fix", (draft, random) => draft.Fixes.Insert(0, ("Add the key DB_URL", Insert("kubectl edit configmap checkout-config -n shop", Pick(HostileWords.Characters, random), random)))),
        ("changed number", (draft, random) => Change(draft, random, text => Numbers().Replace(text, _ => random.Next(5, 90_000).ToString(CultureInfo.InvariantCulture)))),
        ("changed number", (draft, random) => Change(draft, random, text => Numbers().Replace(text, _ => random.Next(5, 8).ToString(CultureInfo.InvariantCulture)))),
        ("added number", (draft, random) => Change(draft, random, text => Insert(text, $" {random.Next(6, 10)} times ", random))),
        ("wrong evidence", (draft, random) => ChangeEvidence(draft, random, [Pick(WrongIds, random)])),
        ("wrong evidence too", (draft, random) => ChangeEvidence(draft, random, ["e1", Pick(WrongIds, random)])),
        ("no evidence", (draft, random) => ChangeEvidence(draft, random, [])),
        ("wrong inline evidence", (draft, random) => Change(draft, random, text => $"{text} [e42]")),
        ("other cause", (draft, random) => draft.Cause = Pick(WrongCauses, random)),
        ("repetition", (draft, random) => Repeat(draft, 60)),
        ("long text", (draft, random) => Change(draft, random, text => text + new string('a', random.Next(100, 3000)))),
        ("long title", (draft, random) => draft.Fixes.Insert(0, ("Add the key DB_URL " + string.Concat(Enumerable.Repeat("and again ", random.Next(10, 200))), "kubectl get pods -n shop"))),
        ("long command", (draft, random) => draft.Fixes.Insert(0, ("Add the key DB_URL", "kubectl get configmap checkout-config" + string.Concat(Enumerable.Repeat(" -n shop", random.Next(10, 200)))))),
        ("nothing said", (draft, random) => draft.Explanation.Clear()),
        ("capitals", (draft, random) => Change(draft, random, text => text.ToUpperInvariant())),
        ("no blanks", (draft, random) => Change(draft, random, text => text.Replace(" ", "", StringComparison.Ordinal))),
        ("open quotation", (draft, random) => Change(draft, random, text => Insert(text, Pick(["\"", "`", "“", "„", "«", "「", "'", "‘"], random), random))),
        ("markdown", (draft, random) => Change(draft, random, text => $"# **{text}**\n- ```{Pick(HostileWords.Sentences, random)}```")),
    ];

    public static T Pick<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];

    public static string Insert(string text, string piece, Random random) => text.Insert(random.Next(text.Length + 1), piece);

    private static List<(string Text, List<string> Evidence)> AnyList(AnswerDraft draft, Random random) => Pick([.. draft.Lists], random);

    private static void Change(AnswerDraft draft, Random random, Func<string, string> change)
    {
        var list = AnyList(draft, random);
        if (list.Count == 0)
            return;
        var i = random.Next(list.Count);
        list[i] = (change(list[i].Text), list[i].Evidence);
    }

    private static void ChangeEvidence(AnswerDraft draft, Random random, List<string> ids)
    {
        var list = AnyList(draft, random);
        if (list.Count == 0)
            return;
        var i = random.Next(list.Count);
        list[i] = (list[i].Text, ids);
    }

    private static void Repeat(AnswerDraft draft, int times)
    {
        foreach (var list in draft.Lists.Where(list => list.Count > 0).ToList())
            list.AddRange(Enumerable.Repeat(list[0], times));
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
