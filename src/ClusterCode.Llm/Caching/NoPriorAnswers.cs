namespace ClusterCode.Llm.Caching;

/// <summary>Nothing is kept elsewhere.</summary>
internal sealed class NoPriorAnswers : IPriorAnswers
{
    public StoredAnswer? Find(string inputDigest) => null;
}
