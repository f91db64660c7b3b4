using ClusterCode.ControllerRuntime.Resources;

namespace ClusterCode.ControllerRuntime.Serialization;

/// <summary>An object that its class cannot hold, so that it is left out.</summary>
/// <param name="Key">Which object, as far as that could be read.</param>
/// <param name="ResourceVersion">Its version, as far as that could be read.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record UnreadableItem(ObjectKey? Key, string? ResourceVersion, string Problem);
