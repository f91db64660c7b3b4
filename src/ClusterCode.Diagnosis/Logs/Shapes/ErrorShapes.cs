namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>Recognises errors of known shapes in a log.</summary>
public static class ErrorShapes
{
    /// <summary>How far from each other two lines of one error stand: a message, its stack trace, and the fields that some runtimes print below it.</summary>
    private const int SameError = 12;

    /// <summary>The shapes in the order of their last occurrence; repeats with the same parameters are one.</summary>
    public static IReadOnlyList<ErrorShape> Find(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var found = new List<ErrorShape>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (ShapeReader.ReadAt(lines, i) is { } shape)
            {
                found.Add(shape);
            }
        }

        return [.. Merged(WithoutEchoes(found)).OrderBy(shape => shape.Index)];
    }

    // One error is often told in several lines of which one names the peer or file; those that name nothing add nothing.
    private static IEnumerable<ErrorShape> WithoutEchoes(List<ErrorShape> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            var shape = found[i];
            if (!IsBare(shape) || !(Says(found, i, -1, shape) || Says(found, i, 1, shape)))
            {
                yield return shape;
            }
        }
    }

    private static bool Says(List<ErrorShape> found, int from, int step, ErrorShape shape)
    {
        for (var i = from + step; i >= 0 && i < found.Count && Math.Abs(found[i].Index - shape.Index) <= SameError; i += step)
        {
            if (found[i].Kind == shape.Kind && !IsBare(found[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBare(ErrorShape shape) => shape is { Host: null, Port: null, Path: null, Name: null, User: null, Denied: null };

    private static IEnumerable<ErrorShape> Merged(IEnumerable<ErrorShape> found) =>
        found.GroupBy(shape => (shape.Kind, shape.Host, shape.Port, shape.Path, shape.Name, shape.User, shape.Denied))
            .Select(same => same.Last() with
            {
                Count = same.Count(),
                Since = same.Select(shape => shape.Time).FirstOrDefault(time => time is not null),
                Time = same.Select(shape => shape.Time).LastOrDefault(time => time is not null),
            });
}
