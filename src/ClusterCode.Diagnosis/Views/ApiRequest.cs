namespace ClusterCode.Diagnosis.Views;

/// <summary>A read of the API.</summary>
/// <param name="PathAndQuery">Below the server's address.</param>
/// <param name="MetadataOnly">True: the server is asked to leave out everything but metadata.</param>
internal readonly record struct ApiRequest(string PathAndQuery, bool MetadataOnly = false);
