using ClusterCode.Cli;

return await CommandLine.Create(Console.Out, Console.Error).Parse(args).InvokeAsync().ConfigureAwait(false);
