using k8s.Models;

namespace ClusterCode.ControllerRuntime.Events;

/// <summary>An event and how often it occurred. Guarded by the recorder's lock.</summary>
internal sealed class EventSeries(EventKey key, Eventsv1Event first, DateTimeOffset now)
{
    public EventKey Key { get; } = key;

    /// <summary>The event as it occurred first; but for the series the server lets nothing of it be changed.</summary>
    public Eventsv1Event First { get; } = first;

    public int Count { get; private set; } = 1;

    public DateTimeOffset LastObserved { get; private set; } = now;

    /// <summary>How many occurrences the server knows of; 0 until the event is created.</summary>
    public int WrittenCount { get; private set; }

    public DateTimeOffset LastWritten { get; private set; }

    /// <summary>Whether it waits to be written, or is being written, or waits for another try.</summary>
    public bool IsPending { get; set; }

    /// <summary>How often writing it failed, since it last succeeded.</summary>
    public int Failures { get; set; }

    public bool HasUnwritten => Count != WrittenCount;

    /// <summary>The event itself and the fact that it is a series are written at once; later occurrences can wait.</summary>
    public bool IsUrgent => WrittenCount == 0 || (WrittenCount == 1 && Count > 1);

    public void Repeat(DateTimeOffset now)
    {
        // Whoever was told of two billion occurrences is not helped by more.
        Count = Count == int.MaxValue ? Count : Count + 1;
        LastObserved = now;
    }

    public void Written(int count, DateTimeOffset now)
    {
        WrittenCount = count;
        LastWritten = now;
        Failures = 0;
    }
}
