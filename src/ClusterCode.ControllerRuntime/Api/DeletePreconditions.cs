namespace ClusterCode.ControllerRuntime.Api;

/// <summary>What must still be true of an object for it to be deleted; else the server answers with a conflict.</summary>
/// <param name="Uid">The identity that it must have; null for any.</param>
/// <param name="ResourceVersion">The version that it must have; null for any.</param>
public sealed record DeletePreconditions(string? Uid = null, string? ResourceVersion = null);
