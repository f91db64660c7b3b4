using ClusterCode.ControllerRuntime.Metrics;
using Microsoft.Extensions.DependencyInjection;
using System.Diagnostics.Metrics;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

internal static class TestMetrics
{
    public static RuntimeMetrics Create() => new(Factory());

    public static IMeterFactory Factory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
