using Microsoft.Extensions.Time.Testing;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>Moves a fake clock on until something happens: for code that starts its timers on other threads, at times a test cannot know.</summary>
internal static class ManualClock
{
    public static Task AdvanceUntilAsync(this FakeTimeProvider clock, Func<bool> condition, string what, TimeSpan? step = null) =>
        Eventually.TrueAsync(
            () =>
            {
                if (condition())
                    return true;
                clock.Advance(step ?? TimeSpan.FromSeconds(5));
                return false;
            },
            what);
}
