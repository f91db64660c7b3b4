using ClusterCode.Api.Findings;
using ClusterCode.Llm.Answers;
using ClusterCode.Llm.Answers.Grounding;
using ClusterCode.Llm.Tests.Samples;

namespace ClusterCode.Llm.Tests.Answers;

public class GrounderTests
{
    [Theory]
    [InlineData("ConfigMap shop/checkout-config has no key DB_URL, so container app cannot be created.")]
    [InlineData("The container waits in CreateContainerConfigError because the key \"DB_URL\" is missing.")]
    [InlineData("The ConfigMap's keys are `DATABASE_URL` and `LOG_LEVEL`.")]
    [InlineData("None of the 4 replicas of Deployment checkout is available, because no container starts without the key.")]
    [InlineData("Pods of checkout-7d9f report \"couldn't find key DB_URL in ConfigMap\".")]
    [InlineData("Der Schlüssel DB_URL fehlt in der ConfigMap checkout-config.")]
    public void What_the_facts_bear_is_kept_with_its_citation(string text) => Assert.Equal($"{text} [e1, e2]", Ground(text, "e1", "e2").Explanation);

    [Theory]
    [InlineData("Secret shop/checkout-secret has no key DB_URL.")]
    [InlineData("The key DB_PASSWORD is missing.")]
    [InlineData("Container app listens on port 9090, not DB_URL.")]
    [InlineData("The key DB_URL is missing since 2026-11-20.")]
    [InlineData("The error \"no such table\" shows that DB_URL is missing.")]
    [InlineData("Service payments is down because of DB_URL.")]
    [InlineData("Deployment check-out needs DB_URL.")]
    [InlineData("The checkout container was OOMKilled for lack of DB_URL.")]
    [InlineData("See https://evil.example/DB_URL for the checkout key.")]
    [InlineData("Image registry.example/shop:1.2 lacks the key DB_URL.")]
    [InlineData("5432 connections wait for DB_URL of 17 keys.")]
    public void What_names_something_that_no_fact_names_is_dropped(string text)
    {
        var grounded = Ground(text, "e1", "e2");
        Assert.Equal("", grounded.Explanation);
        Assert.Contains("is not in the evidence", Assert.Single(grounded.Dropped), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The key DB_URL is missing.", "", "cites no evidence")]
    [InlineData("The key DB_URL is missing.", "e99", "\"e99\", which is not evidence")]
    [InlineData("The key DB_URL is missing [e42].", "e1", "\"e42\", which is not evidence")]
    [InlineData("The key DB_URL is missing.", "e4", "says nothing of what e4 shows")]
    [InlineData("The pod keeps restarting because its probe fails after each deploy.", "e4", "says nothing of what the evidence shows")]
    [InlineData("   ", "e1", "is empty")]
    public void A_statement_that_rests_on_nothing_is_dropped(string text, string evidence, string why)
    {
        var grounded = Ground(text, evidence.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", grounded.Explanation);
        Assert.Contains(why, Assert.Single(grounded.Dropped), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Deployment checkout has 0 of 7 replicas.")]
    [InlineData("Deployment checkout has 3 replicas.")]
    [InlineData("Deployment checkout has seven replicas.")]
    [InlineData("Container app exits with 7 for want of DB_URL.")]
    [InlineData("Node worker -3 lacks the key DB_URL.")]
    [InlineData("Container app restarts ² times for want of DB_URL.")]
    public void A_number_must_stand_in_a_fact_alone_however_small_it_is(string text) => AssertDropped(text, "is not in the evidence");

    [Theory]
    [InlineData("The error „no such table“ shows that DB_URL is missing.")]
    [InlineData("The error 「no such table」 shows that DB_URL is missing.")]
    [InlineData("The error ‘no such table’ shows that DB_URL is missing.")]
    [InlineData("The kubelet says \"couldn't find key DB_URL. The ConfigMap shop/checkout-config\" is there.")]
    [InlineData("The log says \"DB_URL in ConfigMap shop/checkout-config configmap/checkout-config\".")]
    public void A_quotation_in_any_marks_must_stand_in_one_fact(string text) => AssertDropped(text, "is not in the evidence");

    [Theory]
    [InlineData("服务payments宕机了，所以DB_URL缺失。")]
    [InlineData("Из-за service ledger нет DB_URL.")]
    [InlineData("DB_URL is described at evil。example now.")]
    [InlineData("DB_URL is described at ｈttps：／／ｅｖil．example")]
    [InlineData("Service рayments lacks DB_URL.")]
    [InlineData("The key DB_URL is 𝚖𝚒𝚜𝚜𝚒𝚗𝚐.")]
    [InlineData("[the ConfigMap](payments) lacks DB_URL.")]
    public void No_script_hides_a_name_or_a_link(string text) => AssertDropped(text, "is not in the evidence");

    [Theory]
    [InlineData("ConfigMap checkout-config 缺少键 DB_URL。 [e1, e2]", "ConfigMap checkout-config 缺少键 DB_URL。")]
    [InlineData("容器app无法启动，因为缺少DB_URL。 [e1, e2]", "容器app无法启动，因为缺少DB_URL。")]
    [InlineData("В ConfigMap checkout-config нет ключа DB_URL. [e1, e2]", "В ConfigMap checkout-config нет ключа DB_URL.")]
    [InlineData("المفتاح DB_URL مفقود. [e1, e2]", "المفتاح DB_URL مفقود.")]
    [InlineData("The key DB_URL is missing. [e1, e2]", "1. The key DB_URL is missing.")]
    [InlineData("The key DB_URL is missing. [e1, e2]", "- **The key DB_URL is missing.**")]
    public void What_is_right_stands_in_any_language_and_form(string expected, string text) => Assert.Equal(expected, Ground(text, "e1", "e2").Explanation.Replace("**", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("Everything is healthy, DB_URL too.")]
    [InlineData("Nothing is wrong with ConfigMap shop/checkout-config.")]
    [InlineData("The missing key DB_URL is not the cause.")]
    [InlineData("The key DB_URL is not missing.")]
    [InlineData("Ignore the finding about DB_URL.")]
    [InlineData("Alles ist gesund, auch DB_URL.")]
    [InlineData("一切正常，DB_URL也在。")]
    public void What_was_found_is_not_denied(string text)
    {
        AssertDropped(text, "denies what was found");
        Assert.Equal(1, Ground(text, "e1").Denials);
    }

    [Theory]
    [InlineData("Delete the ConfigMap checkout-config and create it again.")]
    [InlineData("Run kubectl delete configmap checkout-config to mend DB_URL.")]
    [InlineData("Run kubectl edit configmap checkout-config -n kube-system to add DB_URL.")]
    [InlineData("Run kubectl get configmap checkout-config -n shop && reboot.")]
    [InlineData("Fetch DB_URL with curl and apply the ConfigMap.")]
    [InlineData("Start the kubelet with --force so that it reads DB_URL.")]
    [InlineData("Lösche die ConfigMap checkout-config, um DB_URL zu setzen.")]
    [InlineData("请删除ConfigMap以修复DB_URL。")]
    public void No_sentence_tells_to_destroy_or_to_run_what_no_fix_may(string text) => AssertDropped(text, "is not in the evidence");

    [Theory]
    [InlineData("Run kubectl edit configmap checkout-config -n shop to add DB_URL.")]
    [InlineData("Run `kubectl describe configmap checkout-config -n shop` to see its keys.")]
    public void A_command_that_a_fix_may_have_may_stand_in_a_sentence(string text) => Assert.Equal($"{text} [e1, e2]", Ground(text, "e1", "e2").Explanation);

    [Fact]
    public void What_the_expert_says_himself_a_model_may_repeat()
    {
        var finding = SampleDiagnoses.MissingKey.Findings[0] with { Explanation = "Delete the Pod afterwards, then DB_URL is read." };
        var grounded = new Grounder(SampleDiagnoses.MissingKey with { Findings = [finding] }).Ground(Answer(new Statement("Delete the Pod to have DB_URL read.", ["e1"])));
        Assert.Equal("Delete the Pod to have DB_URL read. [e1]", grounded.Explanation);
    }

    [Fact]
    public void That_all_is_well_may_be_said_where_nothing_was_found()
    {
        var healthy = SampleDiagnoses.Healthy with { Evidence = SampleDiagnoses.MissingKey.Evidence };
        Assert.NotEmpty(new Grounder(healthy).Ground(Answer(new Statement("Deployment checkout is healthy.", ["e3"]))).Explanation);
    }

    [Theory]
    [InlineData("The key DB_URL is missing. The moon rises over green cheese.")]
    [InlineData("The key DB_URL is missing. ConfigMap checkout-config (the moon rises) has DATABASE_URL.")]
    public void Each_sentence_is_about_the_facts(string text) => Assert.Equal("The key DB_URL is missing. [e1]", Ground(text, "e1").Explanation);

    [Fact]
    public void Only_the_ungrounded_sentence_of_a_statement_is_dropped()
    {
        var grounded = Ground("The key DB_URL is missing. Vault vault-7 is sealed. Add the key to the ConfigMap.", "e1");
        Assert.Equal("The key DB_URL is missing. Add the key to the ConfigMap. [e1]", grounded.Explanation);
    }

    [Fact]
    public void Citations_inside_the_text_move_to_its_end() =>
        Assert.Equal("The key DB_URL is missing; the ConfigMap has DATABASE_URL. [e1, e2]", Ground("The key DB_URL is missing [e1]; the ConfigMap has DATABASE_URL (e2).", "e1").Explanation);

    [Fact]
    public void What_the_question_says_is_not_a_fact()
    {
        var grounder = new Grounder(SampleDiagnoses.MissingKey with { Question = "Is vault-7 sealed?" });
        var grounded = grounder.Ground(Answer(new Statement("The key DB_URL is missing because vault-7 is sealed.", ["e1"])));
        Assert.Equal("", grounded.Explanation);
    }

    [Fact]
    public void Control_and_direction_characters_never_come_through() =>
        Assert.Equal("The key DB_URL is missing. [e1]", Ground("\u001b[31mThe key\u202e DB_URL\u0000 is\r\nmissing.\u200b", "e1").Explanation);

    [Fact]
    public void Repeated_and_endless_statements_are_bounded()
    {
        var statements = Enumerable.Range(0, 60).Select(i => new Statement($"The key DB_URL is missing {new string('a', 100 + i)}.", ["e1"])).ToArray();
        var grounded = new Grounder(SampleDiagnoses.MissingKey).Ground(Answer([.. statements, .. statements]));
        Assert.InRange(grounded.Explanation.Length, 1000, 3000);
        Assert.Equal(grounded.Explanation.Split('\n').Length, grounded.Explanation.Split('\n').Distinct().Count());
    }

    [Theory]
    [InlineData("kubectl scale deployment config --replicas=2 -n shop")]
    [InlineData("kubectl edit deployment checkout-config -n shop")]
    [InlineData("kubectl describe pod app -n shop")]
    [InlineData("kubectl get pods -n checkout")]
    [InlineData("kubectl get pods -n missing")]
    [InlineData("kubectl rollout restart deployment -n shop")]
    [InlineData("kubectl edit all -n shop")]
    [InlineData("kubectl set image deployment/checkout app=evil/x -n shop")]
    [InlineData("kubectl logs checkout-7d9f -c payments")]
    public void A_command_addresses_objects_of_the_diagnosis_and_changes_only_named_ones(string command) => Assert.Empty(Fixes(command));

    [Theory]
    [InlineData("kubectl describe node worker-3", RemediationRisk.Low)]
    [InlineData("kubectl get cm checkout-config -n shop -o yaml", RemediationRisk.Low)]
    [InlineData("kubectl scale deployment checkout --replicas=2 -n shop", RemediationRisk.Medium)]
    [InlineData("kubectl scale deployment checkout --replicas=0 -n shop", RemediationRisk.High)]
    [InlineData("kubectl scale deployment checkout --replicas 00 -n shop", RemediationRisk.High)]
    [InlineData("kubectl edit node worker-3", RemediationRisk.High)]
    [InlineData("kubectl edit namespace shop", RemediationRisk.High)]
    public void What_stops_a_workload_or_reaches_beyond_it_is_of_high_risk(string command, RemediationRisk risk) => Assert.Equal(risk, Assert.Single(Fixes(command)).Risk);

    [Theory]
    [InlineData("kubectl edit configmap checkout-config -n shop", true)]
    [InlineData("kubectl describe deployment/checkout -n shop", true)]
    [InlineData("kubectl logs checkout-7d9f -c app --previous", true)]
    [InlineData("kubectl rollout undo deployment checkout -n shop --to-revision=2", true)]
    [InlineData("kubectl scale deployment checkout --replicas 2 -n shop", true)]
    [InlineData("kubectl delete deployment checkout -n shop", false)]
    [InlineData("kubectl exec checkout-7d9f -- sh", false)]
    [InlineData("kubectl edit configmap other-config -n shop", false)]
    [InlineData("kubectl edit configmap checkout-config -n kube-system", false)]
    [InlineData("kubectl get pods -n shop; rm -rf checkout", false)]
    [InlineData("kubectl get pods -n $(id)", false)]
    [InlineData("kubectl get pods --server=https://evil.example", false)]
    [InlineData("kubectl get pods --kubeconfig checkout", false)]
    [InlineData("curl checkout", false)]
    [InlineData("kubectl", false)]
    [InlineData("", false)]
    public void Only_harmless_commands_about_known_objects_are_proposed(string command, bool kept) =>
        Assert.Equal(kept ? [command] : [], Fixes(command).Select(fix => fix.Command!));

    [Theory]
    [InlineData("Container app of checkout does not know the argument --upstrem.", true)]
    [InlineData("Container app of checkout is called with --log-level=debug.", true)]
    [InlineData("Container app of checkout does not know the argument --upstream.", false)]
    [InlineData("Container app of checkout is called with --log-level=trace.", false)]
    [InlineData("Container app of checkout wants --up.", false)]
    public void A_flag_may_be_named_that_the_expert_names(string text, bool stands)
    {
        var request = SampleDiagnoses.MissingKey with
        {
            RootCause = SampleDiagnoses.MissingKey.RootCause! with { Summary = "Container app of Deployment checkout does not know the argument --upstrem (args --log-level=debug --upstrem)" },
        };
        var grounded = new Grounder(request).Ground(Answer(new Statement(text, ["e1"])));
        Assert.Equal(stands ? $"{text} [e1]" : "", grounded.Explanation);
    }

    private static IReadOnlyList<Remediation> Fixes(string command) =>
        new Grounder(SampleDiagnoses.MissingKey).Ground(Answer(new Statement("The key DB_URL is missing.", ["e1"])) with { Fixes = [new ProposedFix("Mend the key DB_URL", command)] }).Fixes;

    private static void AssertDropped(string text, string why)
    {
        var grounded = Ground(text, "e1", "e2", "e3");
        Assert.Equal("", grounded.Explanation);
        Assert.Contains(why, grounded.Dropped[0], StringComparison.Ordinal);
    }

    private static GroundedAnswer Ground(string text, params string[] evidence) =>
        new Grounder(SampleDiagnoses.MissingKey).Ground(Answer(new Statement(text, evidence)));

    private static ModelAnswer Answer(params Statement[] statements) => new() { Cause = "c1", Explanation = statements };
}
