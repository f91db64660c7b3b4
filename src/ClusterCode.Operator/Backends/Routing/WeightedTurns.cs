namespace ClusterCode.Operator.Backends.Routing;

/// <summary>
/// Whose turn it is, by weight and evenly spread: each member earns its weight at each turn, the richest goes and pays what all earned (nginx's smooth weighted
/// round-robin). Members that come and go change nothing for the others.
/// </summary>
internal sealed class WeightedTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _credit = new(StringComparer.Ordinal);

    /// <summary>The candidates, the one whose turn it is first, the others in the order of the list after it.</summary>
    public IReadOnlyList<RouteCandidate> Next(IReadOnlyList<RouteCandidate> candidates)
    {
        if (candidates.Count < 2)
            return candidates;
        lock (_gate)
        {
            foreach (var gone in _credit.Keys.Except(candidates.Select(NameOf)).ToList())
                _credit.Remove(gone);
            foreach (var candidate in candidates)
                _credit[NameOf(candidate)] = _credit.GetValueOrDefault(NameOf(candidate)) + candidate.Weight;
            var chosen = candidates.MaxBy(candidate => _credit[NameOf(candidate)])!;
            _credit[NameOf(chosen)] -= candidates.Sum(candidate => candidate.Weight);
            var start = candidates.ToList().IndexOf(chosen);
            return [.. candidates.Skip(start), .. candidates.Take(start)];
        }
    }

    private static string NameOf(RouteCandidate candidate) => candidate.Backend.Metadata.Name;
}
