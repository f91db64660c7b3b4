namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>What an error line says, whatever language or library wrote it.</summary>
public enum ErrorShapeKind
{
    /// <summary>A peer refused the connection: nothing listens there.</summary>
    ConnectionRefused,

    /// <summary>A connection or an answer did not come in time.</summary>
    Timeout,

    /// <summary>A peer closed the connection.</summary>
    ConnectionReset,

    /// <summary>A name does not resolve.</summary>
    NoSuchHost,

    /// <summary>No route to the host or network.</summary>
    Unreachable,

    /// <summary>A TLS handshake failed, or one side speaks TLS and the other does not.</summary>
    TlsFailure,

    /// <summary>A certificate is expired, or not valid yet.</summary>
    CertificateExpired,

    /// <summary>A certificate is signed by an authority that is not trusted.</summary>
    CertificateUntrusted,

    /// <summary>A certificate is for another name.</summary>
    CertificateNameMismatch,

    /// <summary>A peer rejects the user, password, token or key.</summary>
    AuthenticationFailed,

    /// <summary>A peer knows the user and does not allow what it asks.</summary>
    AccessDenied,

    /// <summary>A peer has no more connections to give.</summary>
    TooManyConnections,

    /// <summary>A peer answers in another protocol.</summary>
    ProtocolMismatch,

    /// <summary>The Kubernetes API denies the process's service account.</summary>
    ApiForbidden,

    /// <summary>A cloud provider denies the process's identity.</summary>
    CloudDenied,

    /// <summary>The local system denies access to a file, port or call.</summary>
    PermissionDenied,

    /// <summary>A file system is read-only.</summary>
    ReadOnlyFileSystem,

    /// <summary>A file system is full.</summary>
    DiskFull,

    /// <summary>The process cannot have more memory.</summary>
    OutOfMemory,

    /// <summary>The port is taken.</summary>
    PortInUse,

    /// <summary>A file or directory does not exist.</summary>
    MissingFile,

    /// <summary>An environment variable is missing or empty.</summary>
    MissingVariable,

    /// <summary>A setting, argument or configuration file is missing or wrong.</summary>
    InvalidSetting,

    /// <summary>A module, package, class or library is missing.</summary>
    MissingModule,

    /// <summary>A database, table or column does not exist.</summary>
    MissingTable,

    /// <summary>A schema migration is pending, or failed.</summary>
    Migration,

    /// <summary>Code, a script or a query cannot be parsed.</summary>
    SyntaxError,

    /// <summary>A deadlock, or a lock that was not got in time.</summary>
    Deadlock,

    /// <summary>A pool has no free connection or worker.</summary>
    PoolExhausted,

    /// <summary>A peer answers that too much was asked.</summary>
    RateLimited,

    /// <summary>A peer answered with an HTTP status of 5xx.</summary>
    ServerError,
}
