namespace ClusterCode.Diagnosis.Gathering;

/// <summary>Says what the operator was not allowed to read, whoever asked for it; a diagnosis without it may be less exact.</summary>
internal static class AccessNotes
{
    private const string Start = "The operator may not read ";

    /// <summary>What a note about events says of its own accord, with the namespace.</summary>
    private const string OfEvents = "may not list events";

    /// <summary>The case with one note that names the resources.</summary>
    /// <param name="file">The case; a note of an earlier round is replaced.</param>
    /// <param name="forbidden">The resources, as roles name them.</param>
    public static CaseFile Add(CaseFile file, IReadOnlyList<string> forbidden)
    {
        var others = file.Notes.Where(n => !n.StartsWith(Start, StringComparison.Ordinal)).ToList();
        var eventsAreTold = others.Any(n => n.Contains(OfEvents, StringComparison.Ordinal));
        var told = forbidden.Where(f => !(f == "events" && eventsAreTold)).ToList();
        return file with { Notes = told.Count == 0 ? others : [.. others, $"{Start}{string.Join(", ", told)} here; what they would tell is missing."] };
    }
}
