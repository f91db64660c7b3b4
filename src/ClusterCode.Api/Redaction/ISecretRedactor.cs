namespace ClusterCode.Api.Redaction;

/// <summary>Takes secrets out of texts before anything keeps them. The same secret always gets the same placeholder, so that fingerprints hold.</summary>
public interface ISecretRedactor
{
    /// <summary>The text with passwords, tokens, keys and credentials replaced by placeholders such as <c>[redacted:password:ab12]</c>. A second pass changes nothing.</summary>
    string Redact(string text);

    /// <summary>A value that is kept under a name (an environment variable, a key of a ConfigMap): replaced whole where the name says that it is secret.</summary>
    string RedactValue(string name, string value);

    /// <summary>The words of a command line: also the value that follows a flag such as <c>--password</c>.</summary>
    IReadOnlyList<string> RedactArguments(IReadOnlyList<string> arguments);
}
