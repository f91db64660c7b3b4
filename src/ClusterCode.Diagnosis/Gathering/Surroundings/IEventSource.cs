namespace ClusterCode.Diagnosis.Gathering.Surroundings;

/// <summary>Where events of one diagnosis come from.</summary>
internal interface IEventSource
{
    /// <summary>Why events are missing, in sentences.</summary>
    IReadOnlyCollection<string> Problems { get; }

    /// <summary>The events about an object, the newest first.</summary>
    Task<IReadOnlyList<EventFacts>> ReadAsync(EventObject about, CancellationToken cancellationToken);
}
