using ClusterCode.Operator.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddClusterCodeOperator();
var app = builder.Build();
app.MapClusterCodeEndpoints();
await app.RunAsync().ConfigureAwait(false);
