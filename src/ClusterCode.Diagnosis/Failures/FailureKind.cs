namespace ClusterCode.Diagnosis.Failures;

/// <summary>What is to be known of one category of causes, whichever object shows it.</summary>
/// <param name="Category">A constant of <c>CauseCategories</c>.</param>
public sealed record FailureKind(string Category)
{
    /// <summary>The facts by which it is told.</summary>
    public required string ShownBy { get; init; }

    /// <summary>What it means. Findings that explain nothing themselves say this.</summary>
    public required string Means { get; init; }

    /// <summary>What a person does about it. Findings without a remediation of their own propose this.</summary>
    public required string ToDo { get; init; }
}
