using System.Text.RegularExpressions;
using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Configuration;
using ClusterCode.Diagnosis.Evidence;
using ClusterCode.Diagnosis.NearMisses;

namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>The process says that an argument is unknown or missing, a setting is absent, or a configuration file is not there.</summary>
internal sealed partial class AppConfigJudge : IFailureJudge
{
    /// <inheritdoc />
    public FindingDraft? Judge(ContainerFailure failure)
    {
        if (failure.ExitCode is null or 0)
            return null;
        foreach (var line in failure.TellingLines.Reverse())
        {
            if (UnknownFlag().Match(line) is { Success: true } unknown)
                return ForFlag(failure, line, unknown.Groups["flag"].Value);
            if (RequiredFlag().Match(line) is { Success: true } required)
                return Finding(failure, line, $"{failure.Container.Title()} needs the argument {required.Groups["flag"].Value}, which {(HasWords(failure) ? "neither command nor args gives" : "nothing gives")}", required.Groups["flag"].Value);
            if (Setting().Match(line) is { Success: true } setting)
                return Finding(failure, line, $"{failure.Container.Title()} needs the setting {setting.Groups["key"].Value}, which is not set ({Wording.Clip(line, 120)})", setting.Groups["key"].Value);
            if (MissingFile().Match(line) is { Success: true } file)
                return ForFile(failure, line, file.Groups["path"].Success ? file.Groups["path"].Value : file.Groups["path2"].Value);
        }

        return null;
    }

    private static bool HasWords(ContainerFailure failure) => ContainerCommand.Words(failure.Container.Spec).Count > 0;

    private static FindingDraft ForFlag(ContainerFailure failure, string line, string flag)
    {
        var given = ContainerCommand.Words(failure.Container.Spec)
            .FirstOrDefault(word => word.Split('=')[0].TrimStart('-') == flag.Split('=')[0].TrimStart('-'));
        var place = given is null ? "" : $" ({ContainerCommand.FieldOf(failure.Container.Spec, given)})";
        return Finding(failure, line, $"{failure.Container.Title()} does not know the argument {flag}{place}", flag);
    }

    private static FindingDraft ForFile(ContainerFailure failure, string line, string path)
    {
        var name = failure.Container.Title();
        var mount = Mounts.Covering(failure.Container.Spec, path);
        var mounts = (failure.Container.Spec.VolumeMounts ?? []).Select(item => item?.MountPath).OfType<string>().Where(at => !at.StartsWith("/var/run/secrets/", StringComparison.Ordinal)).ToList();
        if (mount is null)
        {
            var others = mounts.Count == 0 ? "the container mounts no volume" : $"mounted are {Wording.List(mounts)}";
            return Finding(failure, line, $"{name} needs the file {path}, which is neither in image {failure.Container.Spec.Image} nor mounted; {others}", path);
        }

        var source = Mounts.Source(failure.Pod.Pod.Spec, mount.Name);
        var near = source is null ? null : NearMiss.Best(path.Split('/')[^1], Keys(failure, source));
        return Finding(failure, line, $"{name} needs the file {path}, which {source ?? "volume"} {(source is null ? mount.Name : $"(volume {mount.Name} at {mount.MountPath})")} does not hold{(near is null ? "" : $"; it holds {near}")}", path);
    }

    private static IReadOnlyList<string> Keys(ContainerFailure failure, string source)
    {
        var words = source.Split(' ');
        var kind = words[0] == nameof(ConfigurationKind.Secret) ? ConfigurationKind.Secret : ConfigurationKind.ConfigMap;
        return ConfigurationKeys.Of(failure.File, kind, words[1]).Keys;
    }

    private static FindingDraft Finding(ContainerFailure failure, string line, string title, string what)
    {
        var mounts = failure.Container.Spec.VolumeMounts is { Count: > 0 } list
            ? Cite.Spec(failure.Pod, failure.Container, "volumeMounts", string.Join(", ", list.Select(mount => $"{mount.Name} at {mount.MountPath}")))
            : null;
        List<EvidenceDraft?> evidence = [failure.LogEvidence(line), ContainerCommand.Evidence(failure), mounts];
        return failure.Finding(CauseCategories.AppConfig, Confidence.Medium, title, evidence, what) with
        {
            Explanation = $"It exits {failure.ExitCode} and says: {Wording.Clip(line)}.",
            Remediation = [new Remediation { Title = $"What should {what} be for {failure.Container.Noun()}? Correct it where the container's command, args, env or volumes set it", Risk = RemediationRisk.Medium }],
        };
    }

    [GeneratedRegex("""(?:unknown|unrecognized|unrecognised|unexpected|invalid) (?:(?:command[- ]line )?(?:flag|option|argument|arguments|parameter|long flag))s?:? ?(?:-- )?['"`‘]?(?<flag>--?[\w.-]{1,100}|(?<=-- ['"`‘]?)\w)|flag provided but not defined: (?<flag>-{1,2}[\w.-]{1,100})|no such option:? ['"`]?(?<flag>--?[\w.-]{1,100})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnknownFlag();

    [GeneratedRegex("""(?:required flag\(s\) |the following arguments are required: |missing required (?:argument|option|flag|parameter)s?:? ?|required (?:argument|option|flag|parameter) )['"`<]?(?<flag>-{0,2}[A-Za-z][\w.-]{0,100})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RequiredFlag();

    [GeneratedRegex("""(?:could not resolve placeholder|missing (?:required )?(?:configuration|config|setting|property)(?: key| value| entry)?:?|(?:configuration|config|setting|property)(?: key| value)? (?:is )?missing:?) ['"`]?(?<key>[A-Za-z][\w.:-]{1,100})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex("""(?<path>/[\w./@+-]{1,300}\.(?:ya?ml|json|toml|conf|cfg|cnf|ini|properties|xml|env|hcl|crt|pem|key|jks|p12))['"’]?:? ?(?:\(?no such file|(?:is )?not found|does not exist|(?:is )?missing|nonexistent)|(?:no such file or directory|not found|FileNotFoundException|can't open|cannot open|could not open|failed to open|unable to (?:open|read)).{0,20}?['"‘(: ](?<path2>/[\w./@+-]{1,300}\.(?:ya?ml|json|toml|conf|cfg|cnf|ini|properties|xml|env|hcl|crt|pem|key|jks|p12))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MissingFile();
}
