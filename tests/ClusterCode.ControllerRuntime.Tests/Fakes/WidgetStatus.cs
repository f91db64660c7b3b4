using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

public sealed record WidgetStatus(string? Phase = null, int? Count = null, IReadOnlyList<V1Condition>? Conditions = null);
