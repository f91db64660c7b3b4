using System.Text.RegularExpressions;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>How one kind of error is recognised on a line. Groups of the pattern (host, port, path, name, user) become the shape's parameters.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Pattern">Matches the words that say it.</param>
/// <param name="About">What else is looked for on the line and beside it.</param>
/// <param name="OnErrorsOnly">The words are common, so that they count on lines of level error or without a level alone.</param>
internal sealed record ShapeRule(ErrorShapeKind Kind, Regex Pattern, ShapeSubject About = ShapeSubject.Nothing, bool OnErrorsOnly = false);
