namespace ClusterCode.Cli.Diagnosing;

/// <summary>What the program's exit code tells a script.</summary>
internal static class ExitCodes
{
    public const int Healthy = 0;
    public const int CauseFound = 1;
    public const int CannotAnswer = 2;
}
