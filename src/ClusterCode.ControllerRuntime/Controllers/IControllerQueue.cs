namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>The way to put work before a controller from outside its watches. Keys are remembered from before the controller starts. Safe from any thread.</summary>
public interface IControllerQueue<in TKey>
    where TKey : notnull
{
    /// <summary>As soon as possible. A key that waits already is not added again; one that is being worked on is worked on once more afterwards.</summary>
    void Add(TKey key);

    /// <summary>After <paramref name="delay"/>; of several delays for one key the earliest counts.</summary>
    void AddAfter(TKey key, TimeSpan delay);
}
