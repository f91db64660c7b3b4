namespace ClusterCode.Api.Conditions;

/// <summary>Reasons of conditions: CamelCase words that scripts may match; the message beside them is for people.</summary>
public static class ConditionReasons
{
    /// <summary>Ready: the diagnosis is complete.</summary>
    public const string DiagnosisComplete = "DiagnosisComplete";

    /// <summary>Reconciling: evidence is being collected and judged.</summary>
    public const string Analyzing = "Analyzing";

    /// <summary>Reconciling: a model is being asked.</summary>
    public const string Explaining = "Explaining";

    /// <summary>Analyzed: a root cause was found.</summary>
    public const string RootCauseFound = "RootCauseFound";

    /// <summary>Analyzed: the target is healthy; nothing was found.</summary>
    public const string Healthy = "Healthy";

    /// <summary>Analyzed: something fails, but no analyzer knows why.</summary>
    public const string CauseUnknown = "CauseUnknown";

    /// <summary>Stalled: the target does not exist.</summary>
    public const string TargetNotFound = "TargetNotFound";

    /// <summary>Stalled: the target's kind is not one that can be diagnosed.</summary>
    public const string TargetNotSupported = "TargetNotSupported";

    /// <summary>Stalled: the operator may not read the target.</summary>
    public const string TargetForbidden = "TargetForbidden";

    /// <summary>Stalled: fields of the spec contradict each other or hold values that are not allowed.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>Stalled: the spec reaches beyond what a DiagnosisRequest of its namespace may read.</summary>
    public const string NamespaceNotAllowed = "NamespaceNotAllowed";

    /// <summary>Analyzed: the API server could not be read; the operator tries again.</summary>
    public const string ClusterUnreadable = "ClusterUnreadable";

    /// <summary>Explained or Stalled: <c>spec.llmRef</c> names an LlmBackend or LlmRoute that does not exist.</summary>
    public const string BackendNotFound = "BackendNotFound";

    /// <summary>Explained: the backend exists and is not Ready.</summary>
    public const string BackendNotReady = "BackendNotReady";

    /// <summary>Explained: the expert's own words stand, because the backend is BuiltIn or none is configured.</summary>
    public const string BuiltIn = "BuiltIn";

    /// <summary>Explained: <c>spec.depth</c> is Analyze, so no model is asked.</summary>
    public const string NotRequested = "NotRequested";

    /// <summary>Explained: there is nothing to explain.</summary>
    public const string NothingToExplain = "NothingToExplain";

    /// <summary>Explained: the model's answer is grounded and in the status.</summary>
    public const string ModelAnswered = "ModelAnswered";

    /// <summary>Explained: the model answered, and nothing of the answer stood up to validation and grounding.</summary>
    public const string AnswerUngrounded = "AnswerUngrounded";

    /// <summary>Explained: the model's answer could not be read as the JSON that was asked for.</summary>
    public const string AnswerInvalid = "AnswerInvalid";

    /// <summary>Explained: the prompt does not fit the model's context.</summary>
    public const string ContextOverflow = "ContextOverflow";

    /// <summary>LlmBackend Ready, or Explained: no connection to the endpoint.</summary>
    public const string EndpointUnreachable = "EndpointUnreachable";

    /// <summary>LlmBackend Ready, or Explained: the endpoint did not answer in time.</summary>
    public const string Timeout = "Timeout";

    /// <summary>LlmBackend Ready, or Explained: the endpoint refuses the key.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>LlmBackend Ready, or Explained: the endpoint does not serve the model.</summary>
    public const string ModelNotFound = "ModelNotFound";

    /// <summary>LlmBackend Ready: the model is being loaded by its server.</summary>
    public const string ModelLoading = "ModelLoading";

    /// <summary>LlmBackend Ready: the model is being pulled.</summary>
    public const string ModelPulling = "ModelPulling";

    /// <summary>LlmBackend Ready: the server could not pull the model; it is told to again after a while.</summary>
    public const string ModelPullFailed = "ModelPullFailed";

    /// <summary>LlmBackend Ready, or Explained: the TLS handshake failed.</summary>
    public const string TlsFailed = "TlsFailed";

    /// <summary>LlmBackend Ready, or Explained: the endpoint answered with an error.</summary>
    public const string EndpointError = "EndpointError";

    /// <summary>LlmBackend Ready, or Explained: the endpoint limits requests.</summary>
    public const string RateLimited = "RateLimited";

    /// <summary>The backend's own limit of tokens is used up, or too small for any request.</summary>
    public const string BudgetExhausted = "BudgetExhausted";

    /// <summary>The model, or its server as it was started, knows no tools.</summary>
    public const string ToolsUnsupported = "ToolsUnsupported";

    /// <summary>The backend failed several times in a row and is left alone for a while.</summary>
    public const string CircuitOpen = "CircuitOpen";

    /// <summary>LlmBackend Ready: the endpoint answers, and not as the provider's API does.</summary>
    public const string UnexpectedAnswer = "UnexpectedAnswer";

    /// <summary>LlmBackend Ready: the Secret or key that <c>spec.auth</c> names does not exist.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>LlmBackend Ready: the CA bundle or client certificate that <c>spec.tls</c> names does not exist or cannot be read.</summary>
    public const string TlsConfigurationInvalid = "TlsConfigurationInvalid";

    /// <summary>LlmBackend Ready: the endpoint is at a public address and <c>spec.external</c> is not true.</summary>
    public const string ExternalEndpointRefused = "ExternalEndpointRefused";

    /// <summary>LlmBackend Ready, or Explained: the endpoint is at an address where no backend may be: loopback, link-local, a cloud's metadata service, the API server.</summary>
    public const string EndpointRefused = "EndpointRefused";

    /// <summary>LlmBackend Ready: the probe succeeded.</summary>
    public const string BackendReady = "BackendReady";

    /// <summary>LlmRoute Ready: at least one member is Ready.</summary>
    public const string MembersReady = "MembersReady";

    /// <summary>LlmRoute Ready: no member is Ready; BuiltIn answers.</summary>
    public const string NoMemberReady = "NoMemberReady";

    /// <summary>DiagnosisPolicy Ready: the policy is in force.</summary>
    public const string PolicyActive = "PolicyActive";

    /// <summary>Resolved: the failure goes on.</summary>
    public const string StillFailing = "StillFailing";

    /// <summary>Resolved: the workload's pods run without failing again.</summary>
    public const string Recovered = "Recovered";

    /// <summary>Resolved: the failing pods, or the workload, are gone.</summary>
    public const string WorkloadGone = "WorkloadGone";

    /// <summary>Ready and Reconciling: <c>spec.suspend</c> is true.</summary>
    public const string Suspended = "Suspended";
}
