using System.Globalization;

namespace ClusterCode.Api.Validation;

/// <summary>The syntax of cron expressions with five fields: lists of <c>*</c>, numbers, names and ranges, each with an optional <c>/step</c>.</summary>
internal static class CronSyntax
{
    private static readonly Field[] Fields =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of month", 1, 31, []),
        new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new("day of week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with the expression and how to mend it; null when nothing is.</summary>
    public static string? Problem(string expression)
    {
        var parts = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            return $"'{expression}' has {parts.Length} fields: write five (minute, hour, day of month, month, day of week), such as 0 6 * * 1-5";
        }

        foreach (var (field, part) in Fields.Zip(parts))
        {
            if (part.Split(',').FirstOrDefault(item => !IsItem(field, item)) is { } item)
            {
                return $"'{item}' is no {field.Name}: write *, a number from {field.Least} to {field.Most}, or a range, with an optional /step";
            }
        }

        return null;
    }

    private static bool IsItem(Field field, string item)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && (!TryNumber(item[(slash + 1)..], out var step) || step < 1 || step > field.Most))
        {
            return false;
        }

        var range = slash < 0 ? item : item[..slash];
        if (range is "*")
        {
            return true;
        }

        var ends = range.Split('-');
        return ends.Length switch
        {
            1 => Number(field, ends[0]) is not null,
            2 => Number(field, ends[0]) is { } from && Number(field, ends[1]) is { } to && from <= to,
            _ => false,
        };
    }

    private static int? Number(Field field, string text)
    {
        var name = Array.FindIndex(field.Names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
        {
            return field.Least + name;
        }

        return TryNumber(text, out var number) && number >= field.Least && number <= field.Most ? number : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private sealed record Field(string Name, int Least, int Most, string[] Names);
}
