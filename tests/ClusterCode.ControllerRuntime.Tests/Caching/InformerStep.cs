namespace ClusterCode.ControllerRuntime.Tests.Caching;

/// <summary>One thing that a reflector tells an informer, or that is done to its handlers, in a random schedule.</summary>
/// <param name="Action">What.</param>
/// <param name="Key">Which object.</param>
/// <param name="Bits">Which keys a list holds, changed, made again or unreadable; which tags an object has.</param>
public sealed record InformerStep(InformerAction Action, int Key, int Bits);
