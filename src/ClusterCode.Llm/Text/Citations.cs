namespace ClusterCode.Llm.Text;

/// <summary>Writes which evidence a sentence rests on.</summary>
internal static class Citations
{
    /// <summary><c> [e3, e5]</c>, with the blank before it; empty without evidence.</summary>
    public static string Of(IReadOnlyCollection<string> evidence) => evidence.Count == 0 ? "" : $" [{string.Join(", ", evidence)}]";
}
