namespace ClusterCode.Llm.Caching;

/// <summary>Answers that are kept elsewhere than in memory, so that they outlast a restart.</summary>
public interface IPriorAnswers
{
    /// <summary>The newest answer to an input; null where there is none.</summary>
    /// <param name="inputDigest">What <see cref="Api.DiagnosisRequests.ModelUsage.InputDigest"/> said of it.</param>
    StoredAnswer? Find(string inputDigest);
}
