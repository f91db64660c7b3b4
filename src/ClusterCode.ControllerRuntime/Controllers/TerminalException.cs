namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>An error that no retry can mend: only a change of the object can. It is counted and logged, and the object is left alone until it changes.</summary>
public sealed class TerminalException : Exception
{
    /// <summary>Says what is wrong and what must change.</summary>
    public TerminalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
