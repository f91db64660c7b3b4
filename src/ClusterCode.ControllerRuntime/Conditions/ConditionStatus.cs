namespace ClusterCode.ControllerRuntime.Conditions;

/// <summary>The three values that a condition's status can have.</summary>
public static class ConditionStatus
{
    /// <summary>It holds.</summary>
    public const string True = "True";

    /// <summary>It does not hold.</summary>
    public const string False = "False";

    /// <summary>It is not known.</summary>
    public const string Unknown = "Unknown";
}
