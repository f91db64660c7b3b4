using System.Globalization;

namespace ClusterCode.Diagnosis.Analyzers.Jobs;

/// <summary>
/// When a CronJob is due, by the syntax that its controller reads (robfig/cron's standard parser): five fields of lists, ranges, steps and names, or a word such as
/// <c>@daily</c>.
/// </summary>
internal sealed class CronSchedule
{
    private const int YearsAhead = 5;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *", ["@monthly"] = "0 0 1 * *", ["@weekly"] = "0 0 * * 0", ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly HashSet<int> _minutes;
    private readonly HashSet<int> _hours;
    private readonly HashSet<int> _daysOfMonth;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _daysOfWeek;
    private readonly bool _eitherDay;

    private CronSchedule(HashSet<int>[] fields, bool eitherDay)
    {
        (_minutes, _hours, _daysOfMonth, _months, _daysOfWeek) = (fields[0], fields[1], fields[2], fields[3], fields[4]);
        _eitherDay = eitherDay;
    }

    /// <summary>The schedule; null where the text is none.</summary>
    public static CronSchedule? Parse(string? text)
    {
        var expression = Words.GetValueOrDefault((text ?? "").Trim(), text ?? "");
        if (expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var minute, var hour, var day, var month, var weekday])
            return null;
        HashSet<int>?[] fields = [Field(minute, 0, 59, []), Field(hour, 0, 23, []), Field(day, 1, 31, []), Field(month, 1, 12, Months), Field(weekday, 0, 6, Days)];

        // Where both days are restricted, either is enough.
        return fields.Any(f => f is null) ? null : new CronSchedule(fields!, IsRestricted(day) && IsRestricted(weekday));
    }

    /// <summary>The first time after another at which it is due; null where there is none within years, such as on the 31st of February.</summary>
    public DateTime? Next(DateTime after)
    {
        var last = after.AddYears(YearsAhead);
        for (var day = after.Date; day <= last; day = day.AddDays(1))
        {
            if (!_months.Contains(day.Month) || !IsDay(day))
                continue;
            var from = day == after.Date ? (int)after.TimeOfDay.TotalMinutes + 1 : 0;
            for (var minute = from; minute < 24 * 60; minute++)
            {
                if (_hours.Contains(minute / 60) && _minutes.Contains(minute % 60))
                    return day.AddMinutes(minute);
            }
        }

        return null;
    }

    private bool IsDay(DateTime day)
    {
        var (ofMonth, ofWeek) = (_daysOfMonth.Contains(day.Day), _daysOfWeek.Contains((int)day.DayOfWeek));
        return _eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private static bool IsRestricted(string field) => field is not "*" and not "?" && !field.StartsWith("*/", StringComparison.Ordinal);

    private static HashSet<int>? Field(string text, int least, int most, string[] names)
    {
        var values = new HashSet<int>();
        foreach (var item in text.Split(','))
        {
            var (range, step) = item.Split('/', 2) is [var before, var after] ? (before, Number(after, 1, most, [])) : (item, (int?)1);
            if (step is null || Range(range, least, most, names, item.Contains('/', StringComparison.Ordinal)) is not var (from, to) || from > to)
                return null;
            for (var value = from; value <= to; value += step.Value)
                values.Add(value);
        }

        return values;
    }

    private static (int From, int To)? Range(string text, int least, int most, string[] names, bool hasStep)
    {
        if (text is "*" or "?")
            return (least, most);
        return text.Split('-', 2) switch
        {
            [var one] when Number(one, least, most, names) is { } value => (value, hasStep ? most : value),
            [var from, var to] when Number(from, least, most, names) is { } first && Number(to, least, most, names) is { } second => (first, second),
            _ => null,
        };
    }

    private static int? Number(string text, int least, int most, string[] names)
    {
        var named = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
            return least + named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }
}
