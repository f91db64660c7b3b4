using ClusterCode.ControllerRuntime.Events;
using ClusterCode.ControllerRuntime.Hosting;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Events;

public sealed class EventCorrelatorTests
{
    private static readonly OperatorSettings Settings = new() { Name = "test-operator", Instance = "test-1" };

    [Fact]
    public void What_is_remembered_is_bounded_whatever_occurs()
    {
        var clock = new FakeTimeProvider();
        var correlator = new EventCorrelator(Settings, clock);
        var evictions = 0;
        for (var i = 0; i < 3 * EventCorrelator.MaxSeries; i++)
        {
            Assert.NotNull(correlator.Observe(Key($"object-{i}", "Seen", "note"), "note", out var evicted));
            evictions += evicted is null ? 0 : 1;
        }

        Assert.Equal(EventCorrelator.MaxSeries, correlator.Series.Count());
        Assert.Equal(2 * EventCorrelator.MaxSeries, evictions);
    }

    /// <summary>Against the plainest model: every occurrence that is not dropped belongs to exactly one event, and is counted there once.</summary>
    [Property(MaxTest = 2000)]
    public Property No_occurrence_is_lost_or_counted_twice()
    {
        var step = from name in Gen.Choose(0, 2)
                   from reason in Gen.Choose(0, 1)
                   from note in Gen.Choose(0, 14)
                   from minutes in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 12)))
                   select (name, reason, note, minutes);
        return Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var clock = new FakeTimeProvider();
            var correlator = new EventCorrelator(Settings, clock);
            var counted = new Dictionary<EventSeries, int>();
            foreach (var (name, reason, note, minutes) in steps)
            {
                clock.Advance(TimeSpan.FromMinutes(minutes));
                if (correlator.Observe(Key($"o{name}", $"R{reason}", $"n{note}"), $"n{note}", out _) is { } series)
                    counted[series] = counted.GetValueOrDefault(series) + 1;
            }

            var own = counted.Keys.Where(series => series.Key.Note is not null).ToList();
            return counted.All(pair => pair.Key.Count == pair.Value)
                && counted.Keys.Select(series => series.Key).Distinct().Count() == counted.Count
                && counted.Keys.GroupBy(series => series.Key.Regarding).All(events => events.Count() <= SpamFilter.Burst + (int)(clock.GetUtcNow() - clock.Start).TotalMinutes / 5)
                && own.All(series => series.First.Note == series.Key.Note);
        });
    }

    /// <summary>Whatever an object is called, its event's name is one that the server takes.</summary>
    [Property(MaxTest = 2000)]
    public bool An_events_name_is_a_DNS_subdomain(NonNull<string> name, NonNull<string> tail) =>
        IsSubdomain(EventBody.Create(Settings, Key(name.Get, "Seen", ""), "", DateTimeOffset.UnixEpoch).Metadata.Name)
        && IsSubdomain(EventBody.Create(Settings, Key($"a.-{name.Get}..{new string('x', 300)}.{tail.Get}", "Seen", ""), "", DateTimeOffset.UnixEpoch).Metadata.Name);

    private static bool IsSubdomain(string name) =>
        name.Length <= 253 && System.Text.RegularExpressions.Regex.IsMatch(name, @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z");

    private static EventKey Key(string name, string reason, string note) => new(new EventRegarding("v1", "Pod", "n", name, null), EventType.Normal, reason, "Look", note, null);
}
