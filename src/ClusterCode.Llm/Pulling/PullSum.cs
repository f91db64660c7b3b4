using System.Text.Json;
using ClusterCode.Llm.Text;

namespace ClusterCode.Llm.Pulling;

/// <summary>Adds up the layers of a model, each of which the server tells of by its own digest.</summary>
internal sealed class PullSum
{
    // Models have about five; a server that makes up more is not followed further.
    private const int MaxLayers = 256;

    private readonly Dictionary<string, PullProgress> layers = new(StringComparer.Ordinal);

    /// <summary>Takes in what a line says of a layer.</summary>
    /// <returns>Whether that was news.</returns>
    public bool Add(JsonElement line)
    {
        if (line.Text("digest") is not { } digest || line.Large("total") is not (> 0 and var total))
            return false;
        var layer = new PullProgress(Math.Clamp(line.Large("completed") ?? 0, 0, total), total);
        if (layers.TryGetValue(digest, out var before) ? before == layer : layers.Count >= MaxLayers)
            return false;
        layers[digest] = layer;
        return true;
    }

    /// <summary>All layers so far.</summary>
    public PullProgress Sum()
    {
        // Sizes are the server's words, and their sum may be anything.
        var completed = layers.Values.Aggregate(0m, (sum, layer) => sum + layer.Completed);
        var total = layers.Values.Aggregate(0m, (sum, layer) => sum + layer.Total);
        return new PullProgress((long)Math.Min(completed, long.MaxValue), (long)Math.Min(total, long.MaxValue));
    }
}
