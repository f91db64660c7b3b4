namespace ClusterCode.Operator.Backends;

/// <summary>Something that an LlmBackend's spec refers to is missing or may not be read. The message says what, where, and how to mend it.</summary>
internal sealed class MissingReferenceException(string reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The condition's reason.</summary>
    public string Reason { get; } = reason;
}
