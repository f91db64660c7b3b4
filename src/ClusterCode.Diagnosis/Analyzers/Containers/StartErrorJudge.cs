using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Gathering;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The runtime could not create the container or start its process: the command does not exist, is not executable, or is for another platform.</summary>
internal sealed partial class StartErrorJudge : IFailureJudge
{
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal) { "RunContainerError", "CreateContainerError", "StartError", "ContainerCannotRun" };

    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (Message(failure) is not { } message)
            return null;

        var name = failure.Container.Title();
        var image = failure.Container.Spec.Image;
        var quoted = Executable().Match(message) is { Success: true } match ? match.Groups["x"].Value : null;
        var program = quoted is null ? "its command" : $"\"{Wording.Clip(quoted, 120)}\" ({ContainerCommand.FieldOf(failure.Container.Spec, quoted)})";
        var meant = quoted is not null && KnownCommands.Near(quoted, ContainerCommand.OwnNames(failure)) is { } near ? $"; {near} is probably meant" : "";
        if (quoted is ['/', ..] && MountedScript.Of(failure, quoted) is { } script && ForScript(failure, script, message) is { } ofScript)
            return ofScript;
        if (quoted is ['/', ..] && (Has(message, "no such file or directory") || Has(message, "not found")) && VolumePathJudge.Hidden(failure, quoted) is { } hidden)
            return Finding(failure, CauseCategories.VolumePathMismatch, hidden, message);
        if (quoted is not null && !quoted.Contains('/', StringComparison.Ordinal) && Has(message, "executable file not found") && VolumePathJudge.HidesPrograms(failure, quoted) is { } hides)
            return Finding(failure, CauseCategories.VolumePathMismatch, hides, message);
        var title = message switch
        {
            _ when Has(message, "no command specified") => $"{name} cannot start: image {image} has no command of its own, and the container sets none",
            _ when WorkingDirectory().Match(message) is { Success: true } directory =>
                $"{name} cannot start: its working directory {directory.Groups["x"].Value} is not in image {image}, or may not be entered",
            _ when quoted is not null && quoted.Contains(' ', StringComparison.Ordinal) && (Has(message, "not found") || Has(message, "no such file")) =>
                $"{name} cannot start: {program} is a whole command line in one word; write its words separately, or run it with sh -c",
            _ when Has(message, "executable file not found") => $"{name} cannot start: {program} is not in the PATH of image {image}{meant}",
            _ when Has(message, "exec format error") => $"{name} cannot start: {program} is not made for the node's platform, or is a script without #! line (exec format error)",
            _ when quoted is not null && Has(message, "no such file or directory") => $"{name} cannot start: {program} does not exist in image {image}{meant}",
            _ when quoted is not null && Has(message, "permission denied") => $"{name} cannot start: {program} is not executable (permission denied)",
            _ when quoted is not null && Has(message, "is a directory") => $"{name} cannot start: {program} is a directory",
            _ => null,
        };
        if (title is not null)
            return Finding(failure, CauseCategories.BadCommand, title, message);
        if (Has(message, "error mounting") || Has(message, "subPath"))
            return Finding(failure, CauseCategories.VolumePathMismatch, $"{name} cannot start, because a volume cannot be mounted into it: {Tail(message)}", message);
        if (Has(message, "unable to find user") || Has(message, "unable to find group"))
            return Finding(failure, CauseCategories.PermissionDenied, $"{name} cannot start: the user that it should run as is not in image {image} ({Tail(message)})", message);
        var isOfCommand = failure.Waiting?.Reason != "CreateContainerError";
        return Finding(failure, isOfCommand ? CauseCategories.BadCommand : CauseCategories.Unknown, $"{name} cannot start: {Tail(message)}", message);
    }

    // The kernel says of a script whose interpreter is missing what it says of a missing file.
    private static FindingDraft? ForScript(ContainerFailure failure, MountedScript script, string message)
    {
        var name = failure.Container.Title();
        var image = failure.Container.Spec.Image;
        var title = message switch
        {
            _ when Has(message, "no such file or directory") && script.Interpreter is { } interpreter =>
                $"{name} cannot start: {script.Path} ({script.Key}) begins with #!{interpreter}, which is not in image {image}",
            _ when Has(message, "exec format error") && script.Interpreter is null => $"{name} cannot start: {script.Path} ({script.Key}) is a script without #! line (exec format error)",
            _ when Has(message, "permission denied") =>
                $"{name} cannot start: {script.Path} ({script.Key}) is not executable, because volume {script.Volume} gives its files mode {script.Mode} (permission denied); defaultMode 0755 makes it so",
            _ => null,
        };
        return title is null ? null : Finding(failure, CauseCategories.BadCommand, title, message);
    }

    private static string? Message(ContainerFailure failure)
    {
        var waits = Reasons.Contains(failure.Waiting?.Reason ?? "");
        if (!waits && !failure.IsStartError)
            return null;
        string?[] candidates =
        [
            waits ? failure.Waiting?.Message : null,
            failure.IsStartError ? failure.Termination?.Message : null,
            failure.Pod.EventsOf(failure.Container).FirstOrDefault(IsStartFailure)?.Message,
        ];
        return candidates.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "the runtime does not say why";
    }

    private static bool IsStartFailure(EventFacts seen) => seen.Reason == "Failed" && seen.Message.StartsWith("Error: ", StringComparison.Ordinal) && seen.Message.Contains(' ', StringComparison.Ordinal);

    private static FindingDraft Finding(ContainerFailure failure, string category, string title, string message)
    {
        var seen = failure.Pod.EventsOf(failure.Container).FirstOrDefault(IsStartFailure);
        var evidence = failure.StateEvidence().Cast<Evidence.EvidenceDraft?>().Append(ContainerCommand.Evidence(failure)).Append(seen is null ? null : Cite.Event(seen));
        return failure.Finding(category, Confidence.High, title, evidence, Tail(message)) with
        {
            Explanation = "The container runtime could not start the process, so there is no log of it.",
            Remediation = [new Remediation { Title = $"Which command should {failure.Container.Noun()} run? Correct its command, or the image", Risk = RemediationRisk.Medium }],
        };
    }

    /// <summary>The runtime's wrappers go from the outside in, so the end of the message is what matters.</summary>
    private static string Tail(string message)
    {
        var text = Wording.Clip(message, 1000);
        foreach (var wrapper in (string[])["unable to start container process: ", "starting container process caused: ", "OCI runtime create failed: ", "rpc error: "])
        {
            var at = text.LastIndexOf(wrapper, StringComparison.Ordinal);
            if (at >= 0)
                return Wording.Clip(text[(at + wrapper.Length)..].Replace(": unknown", "", StringComparison.Ordinal));
        }

        return Wording.Clip(text);
    }

    private static bool Has(string message, string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""exec:? \\?"(?<x>[^"\\]{1,300})\\?"|exec (?<x>/[^\s:]{1,300}):""", RegexOptions.CultureInvariant)]
    private static partial Regex Executable();

    [GeneratedRegex("""chdir to cwd \(\\?"(?<x>[^"\\]{1,300})""", RegexOptions.CultureInvariant)]
    private static partial Regex WorkingDirectory();
}
