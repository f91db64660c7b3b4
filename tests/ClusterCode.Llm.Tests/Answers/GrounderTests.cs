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
    [InlineData("The pod keeps restarting because its probe fails after each deploy.", "e4", "says nothing of what e4 shows")]
    [InlineData("   ", "e1", "is empty")]
    public void A_statement_that_rests_on_nothing_is_dropped(string text, string evidence, string why)
    {
        var grounded = Ground(text, evidence.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", grounded.Explanation);
        Assert.Contains(why, Assert.Single(grounded.Dropped), StringComparison.Ordinal);
    }

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
    public void Only_harmless_commands_about_known_objects_are_proposed(string command, bool kept)
    {
        var answer = Answer(new Statement("The key DB_URL is missing.", ["e1"])) with { Fixes = [new ProposedFix("Mend the key DB_URL", command)] };
        var fixes = new Grounder(SampleDiagnoses.MissingKey).Ground(answer).Fixes;
        Assert.Equal(kept ? [command] : [], fixes.Select(fix => fix.Command!));
    }

    private static GroundedAnswer Ground(string text, params string[] evidence) =>
        new Grounder(SampleDiagnoses.MissingKey).Ground(Answer(new Statement(text, evidence)));

    private static ModelAnswer Answer(params Statement[] statements) => new() { Cause = "c1", Explanation = statements };
}
