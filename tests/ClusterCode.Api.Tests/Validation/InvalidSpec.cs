using ClusterCode.Api.Validation;

namespace ClusterCode.Api.Tests.Validation;

/// <summary>A spec with exactly one mistake, and the error that names it.</summary>
internal sealed record InvalidSpec(string Path, string Message, Func<IReadOnlyList<SpecError>> Errors);
