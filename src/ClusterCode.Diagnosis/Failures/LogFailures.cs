using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Running but wrong. Every pod is ready, and the logs say that it does not work.</summary>
internal static class LogFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Running but wrong",
        "Every pod is ready, and the logs say that it does not work.",
        [
            new(LogErrors)
            {
                ShownBy = "The logs of ready pods: rates, times, and who calls whom.",
                Means = "The workload runs and does not do its work; the first cause in the chain of callers is named.",
                ToDo = "Mend what the named line says.",
            },
            new(ResourceNotReady)
            {
                ShownBy = "The conditions of the object, read as kstatus defines them: `Ready`, `Stalled`, `Degraded`, `Available`, `Failed` and their like.",
                Means = "The controller of the object says that it could not do what the object asks for.",
                ToDo = "Mend what the condition's message names.",
            },
            new(Unknown)
            {
                ShownBy = "Something fails, and no analyzer knows why.",
                Means = "The symptom is told as the API shows it.",
                ToDo = "Read the evidence; it holds what was found.",
            },
            new(Healthy)
            {
                ShownBy = "Nothing fails.",
                Means = "What was asked about does what it should.",
                ToDo = "Nothing.",
            },
        ]);
}
