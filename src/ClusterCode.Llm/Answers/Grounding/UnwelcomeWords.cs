using System.Text.RegularExpressions;

namespace ClusterCode.Llm.Answers.Grounding;

/// <summary>
/// Plain words that name nothing and yet must not stand on a model's word alone. A model that obeyed a log line says them; in each
/// language that it is likely to answer in. The expert may say them, and then a model may too.
/// </summary>
internal static class UnwelcomeWords
{
    // Patterns run without backtracking, so their time is linear whatever a model writes.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Says that what was found is not so.
    private static readonly Regex[] DenialPatterns = Compile(
    [
        // English.
        @"\b(is|are|was|were|looks?|seems?|appears?) (all |perfectly |completely |entirely |now |otherwise |actually )?(healthy|fine|okay|ok|normal|in order|all right|working|not a problem)\b",
        @"\b(works?|runs?|working|running) (just )?(fine|correctly|normally|properly|well|as (expected|intended))\b",
        @"\bnothing (is|was|seems) (really |actually )?(wrong|broken|missing|failing)\b", @"\bno (real )?(problems?|issues?|faults?) (was|were|is|are|exists?|here|at all|with)\b",
        @"\bno (further )?(action|fix|repair|change)s? (is |are )?(needed|required|necessary)\b", @"\bneeds? no (action|fix|repair|change)", @"\bfalse (positive|alarm)", @"\b(ignor(e|ing)|disregard(ing)?|(can|may|should) (safely )?be (safely )?ignored)\b",
        @"\bnot (be )?(the|a|its) (root |real |actual )?cause\b", @"\b(is|are|was)(n['’]t| not) (actually |really |even )?(missing|absent|broken|failing|wrong|the problem)\b", @"\bexpert( system)? (is|was) (wrong|mistaken)\b",
        // German, French, Spanish, Italian, Portuguese.
        @"\b(ist|sind|scheint|läuft) (alles |völlig )?(gesund|in ordnung|fehlerfrei)\b", @"\bkein(e|en)? (fehler|problem|handlungsbedarf)", @"\bignorier",
        @"\b(est|sont|semble) (tout à fait |parfaitement )?(sains?|saines?|en bonne santé|normale?s?)\b", @"\baucun (problème|souci)", @"\bignorez\b",
        @"\b(está|están|é|è|são|sono|estão) (todo |tutto |tudo )?(sano|sanos|saludable|bien|bene|saudável|a posto)\b", @"\b(ningún|nessun|nenhum) problema", @"\bignor(a|i)\b",
        // Russian.
        @"\bздоров", @"\bисправ(ен|на|но|ны)\b", @"\b(нет|никаких) (проблем|ошибок)", @"\bигнорир",
        // Chinese, Japanese, Korean: no blanks between words.
        "健康", "(一切|都|均|切|すべて|全て)(正常|没问题)", "(没有|無|无)(任何)?(问题|問題|异常|異常)", "忽略", "正常です", "問題(は)?(ない|ありません)", "無視", "정상", "문제(가)? ?없", "무시",
        // Arabic, Hebrew.
        "سليم", "على ما يرام", "تجاهل", "תקין", "התעלם",
    ]);

    // Tells to destroy, or to run what is not kubectl.
    private static readonly Regex[] DangerPatterns = Compile(
    [
        // Past participles tell what happened: "was deleted" may stand.
        @"\b(delet(e|es|ing|ion)|destroy(s|ing)?|wip(e|es|ing)|purg(e|es|ing)|eras(e|es|ing)|uninstall(s|ing)?|drain(s|ing)?|cordon(s|ing)?|format the|factory.reset)\b",
        @"\b(disabl(e|es|ing)|turn(s|ing)? off|bypass(es|ing)?) (the )?(networkpolic|security|tls|authentication|authorization|rbac|admission|webhook|firewall|verification)",
        @"(^|[^\w/.-])(curl|wget|sudo|rm|chmod|chown|dd|mkfs|nc|ncat|bash|sh|powershell|eval|ssh|scp|helm|docker|podman|crictl|etcdctl|systemctl|reboot|shutdown)([^\w-]|$)",
        @"\b(cluster-admin|privileged|system:masters|kubeconfig)\b", @"(^|\s)--?[a-z][\w-]*(=\S*[\w])?", @"&&|\|\||\$\(|`|>>",
        @"\b(send|post|paste|upload|e-?mail|share) (us |me |it |them )?(the |your |all )?(password|token|secret|credential|key)",
        @"\b(lösch(e|en|t|st)|entfern(e|en)|vernicht)", @"\b(supprim(e|ez|er)|effac(e|ez|er)|détrui)", @"\b(elimin(a|e|ar|are|i)|borr(a|e|ar)|suprim(a|e|ir)|apag(a|ue|ar)|exclu(a|ir)|cancell(a|are))\b",
        @"\b(удал(и|ить|ите|яйте)|сотри|уничтож)", "删除|移除|清空|卸载", "削除|消去", "삭제|제거하", "احذف|حذف", "מחק|למחוק|הסר",
    ]);

    /// <summary>What a sentence says in denial; null when it denies nothing.</summary>
    public static string? DenialIn(string sentence, FactBase facts) => FirstIn(DenialPatterns, sentence, facts);

    /// <summary>What a sentence says of danger; null when nothing.</summary>
    public static string? DangerIn(string sentence, FactBase facts) => FirstIn(DangerPatterns, sentence, facts);

    private static string? FirstIn(Regex[] patterns, string sentence, FactBase facts) =>
        patterns.SelectMany(pattern => pattern.Matches(sentence)).Select(match => match.Value.Trim()).FirstOrDefault(said => !facts.ExpertSays(said));

    private static Regex[] Compile(IEnumerable<string> patterns) => [.. patterns.Select(pattern => new Regex(pattern, Options))];
}
