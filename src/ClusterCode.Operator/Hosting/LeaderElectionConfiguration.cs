using ClusterCode.Api.Durations;
using ClusterCode.ControllerRuntime.LeaderElection;

namespace ClusterCode.Operator.Hosting;

/// <summary>
/// Reads the section <c>LeaderElection</c> of the configuration (as environment variables <c>LeaderElection__Enabled</c>, <c>LeaderElection__LeaseDuration</c>,
/// <c>LeaderElection__RenewDeadline</c> and <c>LeaderElection__RetryPeriod</c>). There is an election unless it says otherwise. The Lease's name is not to be chosen:
/// the operator's Role names it.
/// </summary>
internal static class LeaderElectionConfiguration
{
    /// <summary>As in config/rbac/operator-role.yaml.</summary>
    public const string LeaseName = "cluster-code-operator";

    private const string Section = "LeaderElection";

    /// <summary>Writes what is configured into the options.</summary>
    /// <exception cref="FormatException">A value cannot be read; the message names its key.</exception>
    public static void Apply(IConfiguration configuration, OperatorIdentity identity, LeaderElectionOptions options)
    {
        options.LeaseName = LeaseName;
        options.LeaseNamespace = identity.Namespace;
        options.Enabled = Enabled(configuration[$"{Section}:Enabled"]);
        options.LeaseDuration = Duration(configuration, nameof(options.LeaseDuration)) ?? options.LeaseDuration;
        options.RenewDeadline = Duration(configuration, nameof(options.RenewDeadline)) ?? options.RenewDeadline;
        options.RetryPeriod = Duration(configuration, nameof(options.RetryPeriod)) ?? options.RetryPeriod;
    }

    private static bool Enabled(string? text) => string.IsNullOrEmpty(text)
        || (bool.TryParse(text, out var enabled) ? enabled : throw new FormatException($"{Section}:Enabled is \"{text}\"; write true or false."));

    private static TimeSpan? Duration(IConfiguration configuration, string name)
    {
        var text = configuration[$"{Section}:{name}"];
        if (string.IsNullOrEmpty(text))
            return null;
        return GoDuration.TryParse(text, out var value, out var error) ? value : throw new FormatException($"{Section}:{name}: {error}");
    }
}
