using Microsoft.AspNetCore.Http;

namespace ClusterCode.ControllerRuntime.Tests.Fakes;

/// <summary>An answer that stands in for the right one, a number of times.</summary>
internal sealed record FakeFault(Func<RecordedRequest, bool> Matches, Func<HttpContext, Task> Respond)
{
    public int Left { get; set; }
}
