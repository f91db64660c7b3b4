namespace ClusterCode.Diagnosis.Analyzers.Images;

/// <summary>Why an image is not pulled.</summary>
internal enum PullFailure
{
    /// <summary>The message tells nothing that is known here.</summary>
    Unknown,

    /// <summary>The registry denies, and does not say whether the repository exists.</summary>
    DeniedOrMissing,

    /// <summary>The repository has no such tag or digest.</summary>
    TagNotFound,

    /// <summary>The tag, or the whole repository, does not exist; the runtime does not say which.</summary>
    NotFound,

    /// <summary>The registry has no such repository.</summary>
    RepositoryNotFound,

    /// <summary>The registry wants other credentials.</summary>
    AuthFailed,

    /// <summary>The registry does not answer, or its certificate is not trusted.</summary>
    RegistryUnreachable,

    /// <summary>The reference cannot be parsed.</summary>
    InvalidName,

    /// <summary>Too many pulls.</summary>
    RateLimited,

    /// <summary>No variant for the node's platform.</summary>
    PlatformMismatch,

    /// <summary>The node's disk is full.</summary>
    NoSpace,

    /// <summary>imagePullPolicy is Never.</summary>
    NeverPull,
}
