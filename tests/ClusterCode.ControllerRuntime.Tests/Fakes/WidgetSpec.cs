namespace ClusterCode.ControllerRuntime.Tests.Fakes;

public sealed record WidgetSpec(int Size = 0);
