using System.CommandLine;
using ClusterCode.Cli.Diagnosing;

namespace ClusterCode.Cli;

/// <summary>The commands and their options. Named <c>cluster-code</c>; as <c>kubectl-dx</c> on the PATH it is a kubectl plugin, <c>kubectl dx diagnose …</c>.</summary>
internal static class CommandLine
{
    /// <summary>Builds the root command; answers go to <paramref name="output"/>, complaints to <paramref name="error"/>.</summary>
    public static RootCommand Create(TextWriter output, TextWriter error) =>
        new("Finds out why workloads fail, from this machine: no operator and no model needed.") { Diagnose(output, error), Snapshot(output, error) };

    private static Command Diagnose(TextWriter output, TextWriter error)
    {
        var target = new Argument<string?>("target") { Description = "KIND/NAME, such as deployment/checkout; without it: everything in the namespace", Arity = ArgumentArity.ZeroOrOne };
        var ns = new Option<string?>("--namespace", "-n") { Description = "the namespace (default: the context's)" };
        var all = new Option<bool>("--all-namespaces", "-A") { Description = "every namespace of the cluster, or of the snapshot" };
        var context = new Option<string?>("--context") { Description = "the kubeconfig's context (default: the current one)" };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "the kubeconfig (default: KUBECONFIG, then ~/.kube/config)" };
        var format = new Option<OutputFormat>("--output", "-o") { Description = "Text or Json", DefaultValueFactory = _ => OutputFormat.Text };
        var snapshot = new Option<string?>("--snapshot") { Description = "diagnose a snapshot in place of a cluster: a folder, .tar or .tar.gz of cluster-code snapshot, kubectl cluster-info dump or kubectl get -o yaml" };
        var record = new Option<string?>("--record") { Description = "write all that the diagnosis read, redacted, to this .tar.gz, .tar or folder" };
        var command = new Command("diagnose", "Diagnoses a workload, a namespace, or all of them. Exit codes: 0 healthy, 1 a cause was found, 2 the question cannot be answered.")
        {
            target, ns, all, context, kubeconfig, format, snapshot, record,
        };
        command.SetAction((parsed, cancellationToken) => DiagnoseCommand.RunAsync(
            new DiagnoseOptions(
                parsed.GetValue(target), parsed.GetValue(ns), parsed.GetValue(context), parsed.GetValue(kubeconfig), parsed.GetValue(format))
            {
                AllNamespaces = parsed.GetValue(all),
                Snapshot = parsed.GetValue(snapshot),
                Record = parsed.GetValue(record),
            },
            output, error, cancellationToken));
        return command;
    }

    private static Command Snapshot(TextWriter output, TextWriter error)
    {
        var target = new Argument<string?>("target") { Description = "KIND/NAME; without it: everything in the namespace", Arity = ArgumentArity.ZeroOrOne };
        var ns = new Option<string?>("--namespace", "-n") { Description = "the namespace (default: the context's)" };
        var all = new Option<bool>("--all-namespaces", "-A") { Description = "every namespace of the cluster, or of the snapshot" };
        var context = new Option<string?>("--context") { Description = "the kubeconfig's context (default: the current one)" };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "the kubeconfig (default: KUBECONFIG, then ~/.kube/config)" };
        var file = new Option<string>("--output", "-o") { Description = "the .tar.gz, .tar or folder to write", Required = true };
        var command = new Command("snapshot", "Writes down, redacted, all that a diagnosis reads, to be diagnosed elsewhere (diagnose --snapshot). Exit codes: 0 written, 2 not written.")
        {
            target, ns, all, context, kubeconfig, file,
        };
        command.SetAction((parsed, cancellationToken) => SnapshotCommand.RunAsync(
            new DiagnoseOptions(parsed.GetValue(target), parsed.GetValue(ns), parsed.GetValue(context), parsed.GetValue(kubeconfig), OutputFormat.Text) { AllNamespaces = parsed.GetValue(all), Record = parsed.GetValue(file) },
            output, error, cancellationToken));
        return command;
    }
}
