using ClusterCode.Diagnosis.Logs.Shapes.Patterns;

namespace ClusterCode.Diagnosis.Logs.Shapes;

/// <summary>
/// The rules in the order in which they are tried; the first that matches a line tells its kind. What states more comes before what states less: a certificate
/// before the handshake that fails by it, a pool before the timeout in its message, a database's "permission denied for table" before the system's.
/// </summary>
internal static class ShapeRules
{
    public static readonly IReadOnlyList<ShapeRule> All =
    [
        new(ErrorShapeKind.ApiForbidden, IdentityPatterns.ApiForbidden()),
        new(ErrorShapeKind.CloudDenied, IdentityPatterns.CloudDenied()),
        new(ErrorShapeKind.CertificateExpired, TlsPatterns.Expired(), ShapeSubject.Peer),
        new(ErrorShapeKind.CertificateNameMismatch, TlsPatterns.NameMismatch(), ShapeSubject.Peer),
        new(ErrorShapeKind.CertificateUntrusted, TlsPatterns.Untrusted(), ShapeSubject.Peer),
        new(ErrorShapeKind.ProtocolMismatch, TlsPatterns.Protocol(), ShapeSubject.Peer),
        new(ErrorShapeKind.TlsFailure, TlsPatterns.Handshake(), ShapeSubject.Peer),
        new(ErrorShapeKind.TooManyConnections, IdentityPatterns.TooManyConnections(), ShapeSubject.Peer),
        new(ErrorShapeKind.AuthenticationFailed, IdentityPatterns.Unauthenticated(), ShapeSubject.Peer),
        new(ErrorShapeKind.AccessDenied, IdentityPatterns.Denied(), ShapeSubject.Peer),
        new(ErrorShapeKind.Deadlock, LoadPatterns.Deadlock()),
        new(ErrorShapeKind.PoolExhausted, LoadPatterns.PoolExhausted()),
        new(ErrorShapeKind.RateLimited, LoadPatterns.RateLimited(), ShapeSubject.Peer),
        new(ErrorShapeKind.Migration, CodePatterns.Migration(), OnErrorsOnly: true),
        new(ErrorShapeKind.MissingTable, CodePatterns.MissingTable(), ShapeSubject.Nothing),
        new(ErrorShapeKind.MissingModule, CodePatterns.MissingModule(), OnErrorsOnly: true),
        new(ErrorShapeKind.OutOfMemory, SystemPatterns.OutOfMemory()),
        new(ErrorShapeKind.DiskFull, SystemPatterns.DiskFull(), ShapeSubject.Path),
        new(ErrorShapeKind.ReadOnlyFileSystem, SystemPatterns.ReadOnly(), ShapeSubject.Path),
        new(ErrorShapeKind.PortInUse, SystemPatterns.PortInUse(), ShapeSubject.OwnPort),
        new(ErrorShapeKind.Timeout, NetworkPatterns.DnsSilent()),
        new(ErrorShapeKind.NoSuchHost, NetworkPatterns.NamedHostUnknown(), ShapeSubject.Peer),
        new(ErrorShapeKind.NoSuchHost, NetworkPatterns.HostUnknown(), ShapeSubject.Peer),
        new(ErrorShapeKind.ConnectionRefused, NetworkPatterns.Refused(), ShapeSubject.Peer),
        new(ErrorShapeKind.Unreachable, NetworkPatterns.Unreachable(), ShapeSubject.Peer),
        new(ErrorShapeKind.Timeout, NetworkPatterns.TimedOut(), ShapeSubject.Peer),
        new(ErrorShapeKind.ConnectionReset, NetworkPatterns.Closed(), ShapeSubject.Peer),
        new(ErrorShapeKind.PermissionDenied, SystemPatterns.PermissionDenied(), ShapeSubject.Path),
        .. MissingVariablePatterns.All.Select(pattern => new ShapeRule(ErrorShapeKind.MissingVariable, pattern, OnErrorsOnly: true)),
        new(ErrorShapeKind.InvalidSetting, SettingPatterns.Invalid(), ShapeSubject.File, OnErrorsOnly: true),
        new(ErrorShapeKind.SyntaxError, CodePatterns.Syntax(), ShapeSubject.File, OnErrorsOnly: true),
        new(ErrorShapeKind.MissingFile, SystemPatterns.MissingFile(), ShapeSubject.Path),
        new(ErrorShapeKind.AuthenticationFailed, IdentityPatterns.UnauthenticatedByWords(), ShapeSubject.Peer, OnErrorsOnly: true),
        new(ErrorShapeKind.AccessDenied, IdentityPatterns.DeniedByWords(), ShapeSubject.Peer, OnErrorsOnly: true),
        new(ErrorShapeKind.ServerError, LoadPatterns.ServerError(), ShapeSubject.Peer, OnErrorsOnly: true),
    ];
}
