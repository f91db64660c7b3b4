namespace ClusterCode.Diagnosis.Gathering;

/// <summary>What a controller's status says about pods that it cannot create.</summary>
/// <param name="Source">The object and condition.</param>
/// <param name="Message">Redacted and bounded.</param>
/// <param name="Time">Since when.</param>
public sealed record ControllerProblem(string Source, string Message, DateTime? Time);
