namespace ClusterCode.Api.Validation;

/// <summary>One thing that is wrong with a spec.</summary>
/// <param name="Path">The field, such as <c>spec.endpoint</c>.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record SpecError(string Path, string Message)
{
    /// <summary><c>path: message</c>, as a condition's message prints it.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
