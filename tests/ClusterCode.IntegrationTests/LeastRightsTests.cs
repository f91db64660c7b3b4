using ClusterCode.IntegrationTests.Support;
using k8s;
using k8s.Models;

namespace ClusterCode.IntegrationTests;

/// <summary>What the operator's ServiceAccount may do, asked of the real authorizer.</summary>
[Collection(IntegrationCollection.Name)]
public sealed class LeastRightsTests(ApiServerFixture server)
{
    private const string Subject = "system:serviceaccount:cluster-code-system:cluster-code-operator";

    [Theory]
    [InlineData("list", "", "secrets", null)]
    [InlineData("watch", "", "secrets", null)]
    [InlineData("get", "", "secrets", "default")]
    [InlineData("delete", "", "pods", "default")]
    [InlineData("create", "", "pods/exec", "default")]
    [InlineData("create", "", "pods/eviction", "default")]
    [InlineData("patch", "apps", "deployments", "default")]
    [InlineData("update", "", "configmaps", "default")]
    [InlineData("create", "rbac.authorization.k8s.io", "clusterrolebindings", null)]
    [InlineData("impersonate", "", "users", null)]
    [InlineData("create", "cluster-code.io", "llmbackends", "default")]
    [InlineData("update", "cluster-code.io", "diagnosispolicies", null)]
    public async Task It_may_not(string verb, string group, string resource, string? ns) =>
        Assert.False(await MayAsync(verb, group, resource, ns));

    [Theory]
    [InlineData("watch", "", "pods", null)]
    [InlineData("get", "", "pods/log", "default")]
    [InlineData("watch", "batch", "jobs", null)]
    [InlineData("create", "cluster-code.io", "diagnosisrequests", "default")]
    [InlineData("patch", "cluster-code.io", "diagnosisrequests/status", "default")]
    [InlineData("create", "events.k8s.io", "events", "default")]
    [InlineData("get", "", "configmaps", "default")]
    [InlineData("get", "", "secrets", "cluster-code-system")]
    public async Task It_may(string verb, string group, string resource, string? ns) =>
        Assert.True(await MayAsync(verb, group, resource, ns));

    private async Task<bool> MayAsync(string verb, string group, string resource, string? ns)
    {
        var parts = resource.Split('/');
        var review = await server.Client.AuthorizationV1.CreateSubjectAccessReviewAsync(new V1SubjectAccessReview
        {
            Spec = new V1SubjectAccessReviewSpec
            {
                User = Subject,
                Groups = ["system:serviceaccounts", "system:serviceaccounts:cluster-code-system", "system:authenticated"],
                ResourceAttributes = new V1ResourceAttributes
                {
                    Verb = verb, Group = group, Resource = parts[0], Subresource = parts.Length > 1 ? parts[1] : null, NamespaceProperty = ns,
                },
            },
        });
        return review.Status.Allowed;
    }
}
