using Microsoft.Extensions.AI;

namespace ClusterCode.Llm.Tests.Hostile;

/// <summary>An answer as a model may give it.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Finish">Why it ended.</param>
/// <param name="Cause">The cause that it holds for the root, where it can be read.</param>
/// <param name="Made">How it was made, for a reader of a failure.</param>
internal sealed record HostileAnswer(string Text, ChatFinishReason Finish, string? Cause, string Made);
