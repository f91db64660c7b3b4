namespace ClusterCode.Llm.Failures;

/// <summary>Carries a <see cref="BackendFailure"/> through the client libraries to the code that reports it.</summary>
internal sealed class BackendException(BackendFailure failure, Exception? innerException = null)
    : Exception(failure.Message, innerException)
{
    public BackendFailure Failure { get; } = failure;

    /// <summary>The backend's failure inside an exception that a library wrapped around it.</summary>
    public static BackendException? In(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is BackendException found)
                return found;
        }

        return null;
    }
}
