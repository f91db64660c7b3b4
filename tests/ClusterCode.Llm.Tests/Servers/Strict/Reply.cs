namespace ClusterCode.Llm.Tests.Servers.Strict;

/// <summary>An answer that is no stream.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, to the letter.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record Reply(int Status, string Body, string ContentType = "application/json");
