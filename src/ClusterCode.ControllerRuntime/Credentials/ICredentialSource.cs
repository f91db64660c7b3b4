namespace ClusterCode.ControllerRuntime.Credentials;

/// <summary>Where credentials come from, and come from again when they expire. Safe for calls from many threads.</summary>
internal interface ICredentialSource
{
    /// <summary>The credential to use now.</summary>
    /// <exception cref="CredentialException">There is none, and never was.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Looks for another at once, because the server answered 401 to this one.</summary>
    /// <returns>The credential to use now; equal to <paramref name="rejected"/> when there is no other, and then the 401 stands.</returns>
    ValueTask<Credential> RenewAsync(Credential rejected, CancellationToken cancellationToken);
}
