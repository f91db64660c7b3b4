using System.Net;
using System.Text.Json.Nodes;
using ClusterCode.ControllerRuntime.Api;
using ClusterCode.ControllerRuntime.LeaderElection;
using FsCheck;
using FsCheck.Xunit;

namespace ClusterCode.ControllerRuntime.Tests.LeaderElection;

/// <summary>Two to four processes, clocks that drift, and for three minutes everything that can go wrong, at random; then a time in which nothing does.</summary>
public sealed class LeaderElectionModelTests
{
    private const int Schedules = 3000;

    /// <summary>Clocks run up to this much faster or slower than true time: far more than any real one, and 1.2/0.8 is just what the default durations bear.</summary>
    private const double MaxDrift = 0.19;

    private static readonly TimeSpan Trouble = TimeSpan.FromMinutes(3);

    [Property(MaxTest = Schedules)]
    public void There_are_never_two_leaders_and_when_the_trouble_ends_there_is_one(DoNotSize<int> any)
    {
        var seed = any.Item;
        var model = new Model(seed);
        model.World.RunFor(Trouble);
        Assert.True(model.World.MostLeadersAtOnce <= 1, $"two led at once, with seed {seed}");

        model.EndTrouble();
        // As its holder's and the slowest clock's drift allow, and one look at it.
        var limit = (model.Options.LeaseDuration + model.Options.RetryPeriod) / (1 - MaxDrift) + TimeSpan.FromSeconds(1);
        model.World.RunUntil(() => model.World.Leaders.Count == 1, limit, $"somebody leads, with seed {seed}");
        var leader = model.World.Leaders[0];
        model.World.RunFor(TimeSpan.FromMinutes(2));
        Assert.Same(leader, Assert.Single(model.World.Leaders));
        Assert.Equal(1, model.World.MostLeadersAtOnce);
    }

    [Fact]
    public void The_schedules_are_worth_something()
    {
        var models = Enumerable.Range(0, 200).Select(seed => new Model(seed)).ToList();
        models.ForEach(model => model.World.RunFor(Trouble));
        var processes = models.SelectMany(model => model.World.Processes).ToList();

        Assert.True(models.Count(model => model.World.Processes.Count(process => process.HasLed) > 1) > 100, "leadership passes on in most of them");
        Assert.True(processes.Count(process => process.Lost?.Contains("renewed within", StringComparison.Ordinal) == true) > 50, "leases run out");
        Assert.True(processes.Count(process => process.HasEnded) > 100, "leases are released");
        Assert.True(processes.Count(process => process.Elector.IsLeader) > 50, "and some are held at the end");
    }

    /// <summary>One world and the trouble in it, all of which follows from a seed.</summary>
    private sealed class Model
    {
        private readonly Random _random;
        private readonly double _faultRate;
        private bool _isTroubled = true;
        private int _born;

        public Model(int seed)
        {
            World = new World(seed);
            _random = World.Random;
            _faultRate = _random.NextDouble() * 0.5;
            for (var i = _random.Next(2, 5); i > 0; i--)
                Start();
            Interfere();
            Replace();
        }

        public World World { get; }

        public LeaderElectionOptions Options { get; } = new() { Enabled = true, LeaseNamespace = "system" };

        public void EndTrouble()
        {
            _isTroubled = false;
            World.Processes.ForEach(process => World.After(TimeSpan.Zero, process.Wake));
            // Requests that are under way as the trouble ends are part of it.
            World.RunFor(TimeSpan.FromSeconds(9));
        }

        private void Start()
        {
            var rate = 1 + (MaxDrift * ((2 * _random.NextDouble()) - 1));
            var process = new SimulatedProcess(World, $"process-{++_born}", Options, NextFate, rate, Seconds(100_000));
            process.Clock.WallClockError = Seconds(1_000_000);
        }

        /// <summary>About every ten seconds something happens to a process or to the lease.</summary>
        private void Interfere() => World.After(Seconds(20), () =>
        {
            if (!_isTroubled)
                return;
            var process = World.Processes[_random.Next(World.Processes.Count)];
            switch (_random.Next(9))
            {
                case 0:
                    World.Server.Delete();
                    break;
                case 1:
                    World.Server.Change(lease => lease["spec"] = new JsonObject());
                    break;
                case 2:
                    World.Server.Change(lease => lease.Remove("spec"));
                    break;
                case 3:
                    World.Server.Change(lease => lease["metadata"]!["labels"] = new JsonObject { ["touched"] = $"{World.Now}" });
                    break;
                case 4:
                    World.Server.Change(lease => (lease["spec"] as JsonObject)?.Remove("holderIdentity"));
                    break;
                case 5 or 6 when !process.IsFrozen:
                    process.Freeze();
                    World.After(Seconds(30), process.Wake);
                    break;
                case 7:
                    process.Stop();
                    break;
                default:
                    process.Clock.WallClockError = Seconds(1_000_000) - TimeSpan.FromSeconds(500_000);
                    break;
            }

            Interfere();
        });

        /// <summary>What ended is started again, as a kubelet does.</summary>
        private void Replace() => World.After(TimeSpan.FromSeconds(1), () =>
        {
            var alive = World.Processes.Count(process => process.Lost is null && !process.HasEnded);
            if (alive < 2)
                Start();
            Replace();
        });

        private Fate NextFate(ApiRequest request)
        {
            if (!_isTroubled || _random.NextDouble() >= _faultRate)
                return new Fate { ThereIn = Seconds(0.1), BackIn = Seconds(0.1) };
            return _random.Next(10) switch
            {
                0 => new Fate { IsLost = true },
                1 => new Fate { IsAnswerLost = true },
                2 => new Fate { ThereIn = Seconds(8) },
                3 => new Fate { BackIn = Seconds(8) },
                4 => new Fate { Error = new HttpRequestException("connection reset") },
                5 => new Fate { Error = new IOException("unexpected end") },
                6 => new Fate { Instead = SimulatedLeaseServer.Status(HttpStatusCode.Conflict, "Conflict", "injected") },
                7 => new Fate { Instead = SimulatedLeaseServer.Status(HttpStatusCode.Forbidden, "Forbidden", "injected") },
                8 => new Fate { Instead = (HttpStatusCode.ServiceUnavailable, "<html>upstream</html>") },
                _ => new Fate { Instead = (HttpStatusCode.OK, "{\"kind\":") },
            };
        }

        private TimeSpan Seconds(double most) => TimeSpan.FromSeconds(most * _random.NextDouble());
    }
}
