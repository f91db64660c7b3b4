namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>What a server makes of <c>sendInitialEvents</c>.</summary>
public enum FakeInitialEvents
{
    /// <summary>422, as v1.20 and servers without the feature.</summary>
    Refused,

    /// <summary>All objects, then the bookmark.</summary>
    Sent,

    /// <summary>All objects, and never the bookmark, as servers that take the parameter for an unknown one.</summary>
    Unfinished,

    /// <summary>Nothing but later changes.</summary>
    Silent,
}
