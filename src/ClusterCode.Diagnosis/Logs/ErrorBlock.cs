namespace ClusterCode.Diagnosis.Logs;

/// <summary>The lines of a log that say what went wrong.</summary>
/// <param name="Lines">The lines as they were written, the oldest first; a stack trace is whole, up to a bound.</param>
/// <param name="Message">The one message: an exception's line, a panic's text, an error line without its time and level.</param>
/// <param name="Index">Which line of the log begins the message, from 0.</param>
/// <param name="Location">Where in the code, such as <c>/src/ledger/rates.go:41</c> or <c>com.shop.Ledger.load(Ledger.java:41)</c>; null where the log does not say.</param>
public sealed record ErrorBlock(IReadOnlyList<string> Lines, string Message, int Index, string? Location = null);
