using Microsoft.Extensions.Logging;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>
/// Logs what the API server warns of in its Warning headers (since 1.19: deprecated APIs; since 1.25: unknown and duplicate fields), each text once. Texts may
/// contain names of objects, so only so many are remembered, and after that none is logged.
/// </summary>
internal sealed partial class WarningLog(ILogger logger)
{
    /// <summary>How many texts are logged in the life of the process.</summary>
    public const int MaxTexts = 100;

    private readonly ILogger _logger = logger;
    private readonly HashSet<string> _seen = [];

    public void Note(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Warning", out var warnings))
            return;
        foreach (var warning in warnings)
        {
            var text = Text(warning);
            bool isNew;
            lock (_seen)
                isNew = _seen.Count < MaxTexts && _seen.Add(text);
            if (isNew)
                LogWarning(response.RequestMessage?.Method.Method, response.RequestMessage?.RequestUri?.AbsolutePath, text);
        }
    }

    /// <summary>The words of <c>299 - "words"</c>.</summary>
    private static string Text(string warning)
    {
        var (from, to) = (warning.IndexOf('"', StringComparison.Ordinal), warning.LastIndexOf('"'));
        return to > from ? warning[(from + 1)..to].Replace("\\\"", "\"", StringComparison.Ordinal) : warning;
    }
}
