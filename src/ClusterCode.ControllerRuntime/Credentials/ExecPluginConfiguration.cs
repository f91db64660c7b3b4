namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>A kubeconfig's <c>users[].user.exec</c>.</summary>
/// <param name="ApiVersion">The version of ExecCredential that is spoken.</param>
/// <param name="Command">The program, absolute or looked up in PATH.</param>
internal sealed record ExecPluginConfiguration(string ApiVersion, string Command)
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What to tell a person whose machine lacks the program.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The cluster's description for the plugin, as JSON; null when it did not ask for it.</summary>
    public string? ClusterInfo { get; init; }
}
