using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Connectivity;
using ClusterCode.Diagnosis.Analyzers.Containers;
using ClusterCode.Diagnosis.Logs.Shapes;
using k8s.Models;

namespace ClusterCode.Diagnosis.Analyzers.Dependencies;

/// <summary>A peer that answers and refuses: what it refuses, and where the credential or setting comes from.</summary>
internal static class DependencyRejection
{
    /// <summary>The finding; null while too little is known.</summary>
    public static FindingDraft? Of(DependencyError error)
    {
        // "Permission denied" without a peer may be about anything.
        if (error is { Host: null, Shape: { Kind: not (ErrorShapeKind.AuthenticationFailed or ErrorShapeKind.TooManyConnections) } })
            return null;
        var peer = error.Host is null ? "Its peer" : error.Target;
        var user = error.Shape.User is { Length: > 0 } name ? $" user {Wording.Clip(name, 60)}" : "";
        var begins = error.Shape.Kind switch
        {
            ErrorShapeKind.AuthenticationFailed => $"{peer} rejects the credentials of{user} {error.Container.Noun()}{error.Where}",
            ErrorShapeKind.AccessDenied => $"{peer} denies{user} {error.Container.Noun()} what it asks{error.Where}",
            ErrorShapeKind.TooManyConnections => $"{peer} has no connection left for {error.Container.Noun()}{error.Where}",
            ErrorShapeKind.TlsFailure => $"{error.Container.Title()} and {Lower(peer)} do not agree on TLS{error.Where}",
            _ => $"{error.Container.Title()} and {Lower(peer)} speak different protocols{error.Where}",
        };
        var isCredential = error.Shape.Kind is ErrorShapeKind.AuthenticationFailed or ErrorShapeKind.AccessDenied;
        var credentials = isCredential ? Credentials.Of(error) : [];
        if (Changed(error, credentials) is not { } changed || (isCredential && PeerCredentials.Of(error) is null))
            return null;
        var others = isCredential ? PeerCredentials.Of(error)! : [];
        var from = credentials.Count == 0 ? "" : $"; {Credentials.Text(credentials)}{changed}";
        var differs = Credentials.Differ(credentials, others) is { } other ? $"; {other}" : "";
        return error.Finding(
            CauseCategories.DependencyRejected,
            $"{begins}: {Wording.Clip(error.Shape.Line, 140)}{from}{differs}{Users(error)}",
            null,
            credentials.Select(c => Cite.Spec(error.Pod, error.Container, $"env[{c.Name}]", c.Origin))) with
        {
            Confidence = isCredential || error.Shape.Kind == ErrorShapeKind.TooManyConnections ? Confidence.High : Confidence.Medium,
            Remediation = [.. Remedies(error, credentials)],
        };
    }

    private static string Lower(string text) => text == "Its peer" ? "its peer" : text;

    // A Secret that was written after the container started is not what the process has: environment is read once.
    private static string? Changed(DependencyError error, IReadOnlyList<ContainerVariable> credentials)
    {
        if (credentials.FirstOrDefault(c => c.Object?.Kind == "Secret")?.Object is not { } reference)
            return "";
        if (error.File.Facts.Get<V1Secret>(reference.Namespace, reference.Name) is not { } secret)
            return null;
        return secret switch
        {
            { IsFound: true } when secret.Value.Metadata.CreationTimestamp is { } created => $" (Secret created {Wording.Duration(error.File.Now.UtcDateTime - created)} ago{(error.Pod.Pod.Status?.StartTime is { } start && created > start ? ", after the pod started" : "")})",
            { IsMissing: true } => " (which does not exist any more)",
            _ => "",
        };
    }

    private static string Users(DependencyError error)
    {
        if (error.Shape.User is not { Length: > 0 } user)
            return "";
        var told = ContainerVariables.Of(error.File, error.Container.Spec).FirstOrDefault(v => v.Value == user && v.Name.Contains("USER", StringComparison.OrdinalIgnoreCase));
        return told is null ? "" : $"; the user comes from {told.Origin}";
    }

    private static IEnumerable<Remediation> Remedies(DependencyError error, IReadOnlyList<ContainerVariable> credentials)
    {
        yield return error.Shape.Kind switch
        {
            ErrorShapeKind.TooManyConnections => ConnectivityDraft.Ask($"How many connections may {error.Target} give, and how many does each pod of {error.Caller} and of others hold? Lower the pools, or raise its limit", RemediationRisk.Medium),
            ErrorShapeKind.TlsFailure or ErrorShapeKind.ProtocolMismatch => ConnectivityDraft.Ask($"Does {error.Target} speak TLS? Let {error.Container.Noun()} use the scheme and port that it speaks{(error.Reference is { } r ? $" ({r.Name})" : "")}", RemediationRisk.Medium),
            _ when credentials.FirstOrDefault(c => c.Object is not null) is { Object: { } held } variable => ConnectivityDraft.Ask($"Is key {variable.Key} of {held.Kind} {held.Name} what {error.Target} has for that user? Correct one of them, then restart {error.Caller}", RemediationRisk.Medium),
            _ => ConnectivityDraft.Ask($"Which user and password does {error.Target} accept? Correct them in the settings of {error.Caller}", RemediationRisk.Medium),
        };
        if (credentials.Any(c => c.Object is not null) && Kubectl.Workload(error.Workload.Reference) is { } workload)
            yield return new Remediation { Title = "After the change, let new pods read it", Command = $"kubectl rollout restart {workload}", Risk = RemediationRisk.Medium };
    }
}
