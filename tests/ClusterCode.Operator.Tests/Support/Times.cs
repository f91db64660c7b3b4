namespace ClusterCode.Operator.Tests.Support;

/// <summary>The moment at which the tests play.</summary>
internal static class Times
{
    public static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    public static DateTime SecondsAgo(double seconds) => Now.AddSeconds(-seconds);
}
