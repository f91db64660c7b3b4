namespace ClusterCode.IntegrationTests.Support;

/// <summary>Tests that start an operator run one after the other: two operators at once would do each other's work.</summary>
[CollectionDefinition(Name)]
public sealed class IntegrationCollection : ICollectionFixture<ApiServerFixture>
{
    public const string Name = "operator";
}
