using ClusterCode.ControllerRuntime.Hosting;
using ClusterCode.Operator.Hosting;

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
builder.AddClusterCodeOperator(args);
var app = builder.Build();
app.MapClusterCodeEndpoints();
var health = app.Services.GetRequiredService<IOperatorHealth>();
await app.RunAsync().ConfigureAwait(false);
return health.Failure is null ? 0 : 1;
