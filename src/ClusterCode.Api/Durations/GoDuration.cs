using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClusterCode.Api.Durations;

/// <summary>
/// Durations as Go, and so all of Kubernetes, writes them: <c>120s</c>, <c>1m30s</c>, <c>1.5h</c>, <c>250ms</c>, <c>0</c>.
/// Negative ones are refused, since no field of this API has a use for them.
/// </summary>
public static class GoDuration
{
    private const string Advice = "write a Go duration such as 30s, 1m30s or 24h (units: ns, us, ms, s, m, h)";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        // Longer names first, so that "ms" is not read as "m" followed by "s".
        ("ns", 0.01m),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("µs", TimeSpan.TicksPerMicrosecond),
        ("μs", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Reads a Go duration.</summary>
    /// <param name="text">The text, such as <c>1m30s</c>.</param>
    /// <returns>The duration, cut to whole ticks (100 ns).</returns>
    /// <exception cref="FormatException">The text is not a Go duration; the message says what is wrong and what to write.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>Reads a Go duration.</summary>
    /// <param name="text">The text, such as <c>1m30s</c>.</param>
    /// <param name="value">The duration, cut to whole ticks (100 ns); zero when the text is not one.</param>
    /// <returns>Whether the text is a Go duration.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan value) => TryParse(text, out value, out _);

    /// <summary>Reads a Go duration and says what is wrong with a text that is not one.</summary>
    /// <param name="text">The text, such as <c>1m30s</c>.</param>
    /// <param name="value">The duration, cut to whole ticks (100 ns); zero when the text is not one.</param>
    /// <param name="error">What is wrong and what to write instead.</param>
    /// <returns>Whether the text is a Go duration.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        value = TimeSpan.Zero;
        error = null;
        if (string.IsNullOrEmpty(text))
        {
            error = $"the duration is empty; {Advice}";
            return false;
        }

        if (text[0] == '-')
        {
            error = $"the duration \"{text}\" is negative; {Advice}";
            return false;
        }

        var rest = text[0] == '+' ? text.AsSpan(1) : text.AsSpan();
        if (rest is "0")
            return true;

        var ticks = 0m;
        do
        {
            if (!TryReadPart(ref rest, out var part))
            {
                error = $"\"{text}\" is not a duration; {Advice}";
                return false;
            }

            ticks += part;
            if (ticks > TimeSpan.MaxValue.Ticks)
            {
                error = $"the duration \"{text}\" is too long; {Advice}";
                return false;
            }
        }
        while (!rest.IsEmpty);

        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Writes a duration as Go does, without parts that are zero: <c>1m30s</c>, <c>250ms</c>, <c>0s</c>.</summary>
    /// <param name="value">The duration; must not be negative.</param>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        if (value == TimeSpan.Zero)
            return "0s";
        if (value < TimeSpan.FromSeconds(1))
            return (value.Ticks / (decimal)TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture) + "ms";
        var hours = (long)value.TotalHours;
        var seconds = value.Ticks % TimeSpan.TicksPerMinute / (decimal)TimeSpan.TicksPerSecond;
        return (hours > 0 ? $"{hours}h" : "")
            + (value.Minutes > 0 ? $"{value.Minutes}m" : "")
            + (seconds > 0 ? seconds.ToString("0.#######", CultureInfo.InvariantCulture) + "s" : "");
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, out decimal ticks)
    {
        ticks = 0;
        var length = rest.IndexOfAnyExcept(NumberCharacters);
        if (length <= 0
            || !decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        rest = rest[length..];
        foreach (var (unit, ticksPerUnit) in Units)
        {
            if (!rest.StartsWith(unit, StringComparison.Ordinal))
                continue;
            rest = rest[unit.Length..];
            ticks = number * ticksPerUnit;
            return true;
        }

        return false;
    }
}
