await Console.Error.WriteLineAsync("cluster-code: nothing to run yet").ConfigureAwait(false);
return 2;
