using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

public sealed class LeaderElectorTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly World _world = new(1);

    private readonly LeaderElectionOptions _options = new() { Enabled = true, LeaseNamespace = "system" };

    [Fact]
    public void A_lease_that_was_released_is_taken_at_once()
    {
        Released(transitions: 4);
        var process = Start("a");
        _world.RunUntil(() => process.HasLed, Soon, "a leads");

        var spec = _world.Server.Lease!["spec"]!;
        Assert.Equal(("a", 15, 5), (spec["holderIdentity"]!.GetValue<string>(), spec["leaseDurationSeconds"]!.GetValue<int>(), spec["leaseTransitions"]!.GetValue<int>()));
        Assert.Equal(spec["acquireTime"]!.GetValue<string>(), spec["renewTime"]!.GetValue<string>());
    }

    [Fact]
    public void Where_there_is_no_lease_one_is_made_and_taken_when_nobody_can_lead_any_more()
    {
        var process = Start("a");
        var took = _world.RunUntil(() => process.HasLed, TimeSpan.FromSeconds(20), "a leads");

        Assert.InRange(took.TotalSeconds, 15, 15.2);
        Assert.Equal(0, _world.Server.Lease!["spec"]!["leaseTransitions"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"spec":{}}""")]
    [InlineData("""{}""")]
    [InlineData("""{"spec":{"holderIdentity":""}}""")]
    [InlineData("""{"spec":{"holderIdentity":"","leaseDurationSeconds":15,"leaseTransitions":3}}""")]
    public void A_lease_without_a_holder_is_taken_when_its_unknown_last_one_cannot_lead_any_more(string lease)
    {
        _world.Server.Change(stored => stored["spec"] = JsonNode.Parse(lease)!["spec"]?.DeepClone());
        var process = Start("a");
        var took = _world.RunUntil(() => process.HasLed, TimeSpan.FromSeconds(20), "a leads");

        Assert.InRange(took.TotalSeconds, 15, 15.2);
    }

    [Fact]
    public void A_leader_that_dies_is_followed_when_its_lease_runs_out_and_not_before()
    {
        Released();
        var (first, second) = Pair();
        _world.RunFor(TimeSpan.FromSeconds(30));
        first.Freeze();
        var took = _world.RunUntil(() => second.HasLed, TimeSpan.FromSeconds(30), "b leads");

        // The last renewal was up to 2 s before, and b saw it up to 2 s after it was made.
        Assert.InRange(took.TotalSeconds, 13, 17.1);
        Assert.Equal(1, _world.MostLeadersAtOnce);
    }

    [Fact]
    public void A_leader_that_was_frozen_past_its_lease_leads_no_more_from_the_moment_it_wakes_and_writes_nothing()
    {
        Released();
        var (first, second) = Pair();
        _world.RunFor(TimeSpan.FromSeconds(5));
        first.Freeze();
        _world.RunUntil(() => second.HasLed, TimeSpan.FromSeconds(30), "b leads");
        var written = new List<ApiRequest>();
        first.Fate = request =>
        {
            written.Add(request);
            return new Fate();
        };
        Assert.False(first.Elector.IsLeader);
        Assert.True(first.Elector.IsOverdue);
        _world.After(TimeSpan.Zero, first.Wake);
        _world.RunFor(TimeSpan.FromMinutes(1));

        Assert.Contains("stood still", first.Lost, StringComparison.Ordinal);
        Assert.Empty(written);
        Assert.Same(second, Assert.Single(_world.Leaders));
    }

    [Fact]
    public void Leadership_ends_by_the_clock_alone_ten_seconds_after_the_last_renewal_was_sent()
    {
        Released();
        var process = Lead("a");
        // Each renewal takes three seconds to be answered, which must not count as held.
        var sent = TimeSpan.Zero;
        process.Fate = request =>
        {
            sent = _world.Now;
            return new Fate { BackIn = TimeSpan.FromSeconds(3) };
        };
        _world.RunFor(TimeSpan.FromSeconds(4));
        Assert.True(sent > TimeSpan.Zero);
        var confirmed = sent;
        process.Fate = _ => new Fate { IsLost = true };
        _world.RunUntil(() => !process.Elector.IsLeader, TimeSpan.FromSeconds(15), "a leads no more");

        Assert.InRange((_world.Now - confirmed).TotalSeconds, 10, 10.06);
        Assert.Null(_world.Processes.Find(other => other != process));
    }

    [Theory]
    [InlineData("connection")]
    [InlineData("io")]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("403")]
    [InlineData("404")]
    [InlineData("409")]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("silence")]
    [InlineData("null")]
    [InlineData("another object")]
    public void No_error_ends_a_term_before_the_deadline(string error)
    {
        Released();
        var process = Lead("a");
        process.Fate = _ => Failing(error);
        _world.RunFor(TimeSpan.FromSeconds(7));
        Assert.True(process.Elector.IsLeader);
        process.Fate = _ => new Fate();
        _world.RunFor(TimeSpan.FromMinutes(1));
        Assert.True(process.Elector.IsLeader);

        process.Fate = _ => Failing(error);
        _world.RunUntil(() => process.Lost is not null, TimeSpan.FromSeconds(10.1), "a has lost");
        Assert.False(process.Elector.IsLeader);
    }

    [Theory]
    [InlineData("connection")]
    [InlineData("json")]
    [InlineData("403")]
    [InlineData("409")]
    [InlineData("silence")]
    [InlineData("another object")]
    public void No_error_ends_the_competition(string error)
    {
        Released();
        var process = Start("a", _ => Failing(error));
        _world.RunFor(TimeSpan.FromMinutes(2));
        Assert.False(process.HasLed);
        process.Fate = _ => new Fate();
        _world.RunUntil(() => process.HasLed, TimeSpan.FromSeconds(8), "a leads");
    }

    [Fact]
    public void What_others_write_into_the_lease_stays_and_costs_nothing()
    {
        Released();
        var process = Lead("a");
        _world.Server.Change(lease =>
        {
            lease["metadata"]!["labels"] = new JsonObject { ["team"] = "blue" };
            lease["spec"]!["strategy"] = "OldestEmulationVersion";
            lease["spec"]!["preferredHolder"] = "b";
        });
        _world.RunFor(TimeSpan.FromSeconds(20));

        Assert.True(process.Elector.IsLeader);
        Assert.Equal("blue", _world.Server.Lease!["metadata"]!["labels"]!["team"]!.GetValue<string>());
        Assert.Equal("OldestEmulationVersion", _world.Server.Lease["spec"]!["strategy"]!.GetValue<string>());
        Assert.Equal("b", _world.Server.Lease["spec"]!["preferredHolder"]!.GetValue<string>());
    }

    [Fact]
    public void A_busy_label_does_not_keep_a_dead_leader_s_lease_alive()
    {
        Released();
        var (first, second) = Pair();
        first.Freeze();
        Touch();
        _world.RunUntil(() => second.HasLed, TimeSpan.FromSeconds(20), "b leads");

        void Touch() => _world.After(TimeSpan.FromMilliseconds(700), () =>
        {
            _world.Server.Change(lease => lease["metadata"]!["labels"] = new JsonObject { ["at"] = $"{_world.Now}" });
            Touch();
        });
    }

    [Fact]
    public void A_deleted_lease_is_made_again_by_its_leader_which_leads_on()
    {
        Released();
        var (first, second) = Pair();
        var before = _world.Server.Lease!["spec"]!.DeepClone();
        _world.Server.Delete();
        _world.RunFor(TimeSpan.FromMinutes(1));

        Assert.Same(first, Assert.Single(_world.Leaders));
        Assert.False(second.HasLed);
        var after = _world.Server.Lease!["spec"]!;
        Assert.Equal(before["acquireTime"]!.GetValue<string>(), after["acquireTime"]!.GetValue<string>());
        Assert.Equal(before["leaseTransitions"]!.GetValue<int>(), after["leaseTransitions"]!.GetValue<int>());
    }

    [Fact]
    public void A_lease_that_comes_and_goes_while_a_creation_is_under_way_makes_no_two_leaders()
    {
        // The absence of an object has no version: what a creation finds absent may have been there since it was last looked for.
        _world.RunFor(Soon);
        var slow = Start("a", request => request.Method == HttpMethod.Post ? new Fate { ThereIn = TimeSpan.FromSeconds(4) } : new Fate());
        _world.RunFor(TimeSpan.FromSeconds(1));
        Released();
        var leader = Start("b");
        _world.RunUntil(() => leader.HasLed, Soon, "b leads");
        _world.Server.Delete();
        leader.Fate = _ => new Fate { IsLost = true };
        _world.RunUntil(() => leader.Lost is not null, TimeSpan.FromSeconds(11), "b has lost");
        _world.RunUntil(() => slow.HasLed, TimeSpan.FromSeconds(30), "a leads");

        Assert.Equal(1, _world.MostLeadersAtOnce);
    }

    [Fact]
    public void A_write_whose_answer_was_lost_is_found_and_written_again()
    {
        Released();
        var writes = 0;
        var process = Start("a", request => new Fate { IsAnswerLost = request.Method != HttpMethod.Get && writes++ == 0 });
        _world.RunUntil(() => _world.Server.Holder == "a", Soon, "a stands in the lease");
        Assert.False(process.Elector.IsLeader);
        _world.RunUntil(() => process.HasLed, TimeSpan.FromSeconds(8), "a leads");
    }

    [Fact]
    public void A_leader_that_finds_another_in_the_lease_ends_at_once()
    {
        Released();
        var process = Lead("a");
        _world.Server.Change(lease => lease["spec"]!["holderIdentity"] = "somebody");
        _world.RunUntil(() => process.Lost is not null, TimeSpan.FromSeconds(2.1), "a has lost");

        Assert.Equal("somebody holds it", process.Lost);
        Assert.Equal("somebody", _world.Server.Holder);
    }

    [Fact]
    public void A_release_lets_the_next_lead_within_one_look()
    {
        Released();
        var (first, second) = Pair();
        _world.After(TimeSpan.Zero, first.Stop);
        var took = _world.RunUntil(() => second.HasLed, TimeSpan.FromSeconds(10), "b leads");

        Assert.InRange(took.TotalSeconds, 0, 2.1);
        Assert.True(first.HasEnded);
        Assert.Equal(1, _world.MostLeadersAtOnce);
        Assert.Equal(2, _world.Server.Lease!["spec"]!["leaseTransitions"]!.GetValue<int>());
    }

    [Fact]
    public void One_that_stops_while_it_competes_takes_back_a_write_whose_answer_it_never_saw()
    {
        Released();
        var process = Start("a", request => new Fate { IsAnswerLost = request.Method == HttpMethod.Patch });
        _world.RunUntil(() => _world.Server.Holder == "a", Soon, "a stands in the lease");
        process.Fate = _ => new Fate();
        _world.After(TimeSpan.Zero, process.Stop);
        _world.RunUntil(() => process.HasEnded, Soon, "a has ended");

        Assert.Null(_world.Server.Holder);
        Assert.Equal(1, _world.Server.Lease!["spec"]!["leaseDurationSeconds"]!.GetValue<int>());
    }

    [Fact]
    public void One_that_only_watched_writes_nothing_when_it_stops()
    {
        Released();
        var (_, second) = Pair();
        var requests = new List<ApiRequest>();
        second.Fate = request =>
        {
            requests.Add(request);
            return new Fate();
        };
        _world.RunFor(TimeSpan.FromSeconds(5));
        _world.After(TimeSpan.Zero, second.Stop);
        _world.RunFor(TimeSpan.FromSeconds(5));

        Assert.True(second.HasEnded);
        Assert.All(requests, request => Assert.Equal(HttpMethod.Get, request.Method));
    }

    [Fact]
    public void A_release_that_fails_does_not_hold_up_the_end()
    {
        Released();
        var process = Lead("a");
        process.Fate = _ => new Fate { IsLost = true };
        _world.After(TimeSpan.Zero, process.Stop);
        _world.RunUntil(() => process.HasEnded, TimeSpan.FromSeconds(5.1), "a has ended");
        Assert.False(process.Elector.IsLeader);
    }

    [Fact]
    public void The_wall_clock_may_be_set_as_one_likes()
    {
        Released();
        var (first, second) = Pair();
        first.Clock.WallClockError = TimeSpan.FromDays(-400);
        second.Clock.WallClockError = TimeSpan.FromDays(400);
        _world.RunFor(TimeSpan.FromMinutes(5));

        Assert.Same(first, Assert.Single(_world.Leaders));
        Assert.False(second.HasLed);
    }

    [Fact]
    public void A_renewal_is_one_request_every_two_seconds()
    {
        Released();
        Lead("a");
        _world.Server.Requests.Clear();
        _world.RunFor(TimeSpan.FromSeconds(60));

        Assert.InRange(_world.Server.Requests.Count, 28, 30);
        Assert.All(_world.Server.Requests, request => Assert.Equal(HttpMethod.Patch, request.Method));
    }

    private static Fate Failing(string error) => error switch
    {
        "connection" => new Fate { IsAnswerLost = false, Instead = (HttpStatusCode.OK, ""), Error = new HttpRequestException("connection reset") },
        "io" => new Fate { Instead = (HttpStatusCode.OK, ""), Error = new IOException("unexpected end") },
        "json" => new Fate { Instead = (HttpStatusCode.OK, "{\"kind\":") },
        "html" => new Fate { Instead = (HttpStatusCode.OK, "<html>please log in</html>") },
        "null" => new Fate { Instead = (HttpStatusCode.OK, "null") },
        "another object" => new Fate { Instead = (HttpStatusCode.OK, """{"kind":"Lease","metadata":{"resourceVersion":"1"},"spec":{}}""") },
        "silence" => new Fate { IsLost = true },
        _ => new Fate { Instead = SimulatedLeaseServer.Status((HttpStatusCode)int.Parse(error, System.Globalization.CultureInfo.InvariantCulture), "Injected", "injected") },
    };

    private SimulatedProcess Start(string identity, Func<ApiRequest, Fate>? fate = null) => new(_world, identity, _options, fate ?? (_ => new Fate()));

    private SimulatedProcess Lead(string identity)
    {
        var process = Start(identity);
        _world.RunUntil(() => process.HasLed, Soon, $"{identity} leads");
        return process;
    }

    /// <summary>One that leads, and one that waits.</summary>
    private (SimulatedProcess Leader, SimulatedProcess Other) Pair()
    {
        var leader = Lead("a");
        var other = Start("b");
        _world.RunFor(TimeSpan.FromSeconds(5));
        return (leader, other);
    }

    private void Released(int transitions = 0) => _world.Server.Change(lease => lease["spec"] = new JsonObject
    {
        ["holderIdentity"] = "",
        ["leaseDurationSeconds"] = 1,
        ["acquireTime"] = "2026-11-22T11:00:00.000000Z",
        ["renewTime"] = "2026-11-22T11:00:00.000000Z",
        ["leaseTransitions"] = transitions,
    });
}
