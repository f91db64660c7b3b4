using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Images;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Images;

public sealed class ImageTests
{
    private const string Image = "127.0.0.1:5050/shop/catalog:2.4.1";
    private const string Failed = "Failed to pull image \"" + Image + "\": rpc error: code = Unknown desc = failed to pull and unpack image \"" + Image + "\": failed to resolve reference \"" + Image + "\": ";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", "latest", null)]
    [InlineData("shop/catalog:2.4.1", "docker.io", "shop/catalog", "2.4.1", null)]
    [InlineData("127.0.0.1:5050/shop/catalog:2.4.1", "127.0.0.1:5050", "shop/catalog", "2.4.1", null)]
    [InlineData("localhost/catalog", "localhost", "catalog", "latest", null)]
    [InlineData("registry.example/a/b/c@sha256:abc", "registry.example", "a/b/c", null, "sha256:abc")]
    [InlineData("", "docker.io", "library/", "latest", null)]
    [InlineData(null, "docker.io", "library/", "latest", null)]
    public void A_reference_is_split_as_runtimes_do(string? image, string registry, string repository, string? tag, string? digest) =>
        Assert.Equal(new ImageName(registry, repository, tag, digest), ImageName.Parse(image));

    [Theory]
    [InlineData(Image + ": not found", CauseCategories.ImageTagNotFound, "Image 127.0.0.1:5050/shop/catalog:2.4.1 does not exist (tag not found, or registry 127.0.0.1:5050 has no repository shop/catalog)")]
    [InlineData("reading manifest 2.4.1 in 127.0.0.1:5050/shop/catalog: manifest unknown", CauseCategories.ImageTagNotFound, "Image 127.0.0.1:5050/shop/catalog:2.4.1 does not exist (tag not found)")]
    [InlineData("name unknown: repository name not known to registry", CauseCategories.ImageNotFound, "Image 127.0.0.1:5050/shop/catalog:2.4.1 does not exist: registry 127.0.0.1:5050 has no repository shop/catalog")]
    [InlineData("pulling from host 127.0.0.1:5050 failed with status code [manifests 2.4.1]: 401 Unauthorized", CauseCategories.ImageAuthFailed, "Registry 127.0.0.1:5050 refuses to let the node pull image 127.0.0.1:5050/shop/catalog:2.4.1: imagePullSecrets is absent, so it pulls without credentials")]
    [InlineData("unexpected status from HEAD request: 403 Forbidden", CauseCategories.ImageAuthFailed, "Registry 127.0.0.1:5050 refuses to let the node pull image 127.0.0.1:5050/shop/catalog:2.4.1: imagePullSecrets is absent, so it pulls without credentials")]
    [InlineData("failed to do request: Head \"https://127.0.0.1:5050/v2/\": dial tcp 127.0.0.1:5050: connect: connection refused", CauseCategories.ImageRegistryUnreachable, "Registry 127.0.0.1:5050 of image 127.0.0.1:5050/shop/catalog:2.4.1 cannot be reached from node node-1: connection refused (127.0.0.1:5050)")]
    [InlineData("failed to do request: Head \"https://127.0.0.1:5050/v2/\": http: server gave HTTP response to HTTPS client", CauseCategories.ImageRegistryUnreachable, "Registry 127.0.0.1:5050 of image 127.0.0.1:5050/shop/catalog:2.4.1 cannot be reached from node node-1: server gave HTTP response to HTTPS client")]
    [InlineData("tls: failed to verify certificate: x509: certificate signed by unknown authority", CauseCategories.ImageRegistryUnreachable, "Registry 127.0.0.1:5050 of image 127.0.0.1:5050/shop/catalog:2.4.1 cannot be reached from node node-1: x509: certificate signed by unknown authority")]
    [InlineData("failed to do request: Head \"https://127.0.0.1:5050/v2/\": proxyconnect tcp: dial tcp 10.20.0.5:3128: connect: connection refused", CauseCategories.ImageRegistryUnreachable, "Registry 127.0.0.1:5050 of image 127.0.0.1:5050/shop/catalog:2.4.1 cannot be reached from node node-1: the node's proxy 10.20.0.5:3128: connection refused")]
    [InlineData("dial tcp: lookup images.example on 10.0.0.2:53: read udp 10.0.0.9:51234->10.0.0.2:53: i/o timeout", CauseCategories.ImageRegistryUnreachable, "Registry 127.0.0.1:5050 of image 127.0.0.1:5050/shop/catalog:2.4.1 cannot be reached from node node-1: the node's DNS server 10.0.0.2:53 does not resolve images.example (i/o timeout)")]
    [InlineData("failed to extract layer sha256:77ab: write /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/911/fs/opt/model.bin: no space left on device", CauseCategories.DiskPressure, "Node node-1 has no space left on its disk to unpack image 127.0.0.1:5050/shop/catalog:2.4.1")]
    [InlineData("429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.", CauseCategories.ImageRateLimited, "Registry 127.0.0.1:5050 refuses image 127.0.0.1:5050/shop/catalog:2.4.1: too many pulls (the node pulls without credentials: imagePullSecrets is absent)")]
    [InlineData("no match for platform in manifest: not found", CauseCategories.ImagePlatformMismatch, "Image 127.0.0.1:5050/shop/catalog:2.4.1 has no variant for the platform of node node-1")]
    [InlineData("something new", CauseCategories.Unknown, "Image 127.0.0.1:5050/shop/catalog:2.4.1 of container app cannot be pulled: …")]
    public void What_the_runtime_says_is_understood_while_the_kubelet_only_backs_off(string message, string category, string title)
    {
        var finding = Assert.Single(BackOff(Image).Event("Failed", Failed + message, "app").Event("Failed", "Error: ErrImagePull", "app").Judge());
        Assert.Equal(category, finding.Category);
        Assert.StartsWith(title, finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_current_kubelet_says_it_in_the_waiting_state_itself()
    {
        var pod = new PodBuilder().Waiting("app", "ImagePullBackOff", "Back-off pulling image \"" + Image + "\": ErrImagePull: " + Failed + Image + ": not found", container => container.Image = Image);
        Assert.Equal(CauseCategories.ImageTagNotFound, Assert.Single(Case.Of(pod).Judge()).Category);
    }

    [Fact]
    public void A_typo_of_an_official_image_is_named()
    {
        var message = "Failed to pull image \"ngnix\": failed to resolve reference \"docker.io/library/ngnix:latest\": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed";
        var finding = Assert.Single(BackOff("ngnix").Event("Failed", message, "app").Judge());
        Assert.Equal((CauseCategories.ImageNotFound, "Image ngnix does not exist in registry docker.io, or is private and imagePullSecrets is absent; nginx is probably meant"), (finding.Category, finding.Title));
        Assert.Equal("kubectl set image deployment/checkout -n shop app=nginx:latest", finding.Remediation[0].Command);
    }

    [Fact]
    public void A_pull_secret_that_does_not_exist_is_named()
    {
        var pod = new PodBuilder().Waiting("app", "ErrImagePull", Failed + "401 Unauthorized", container => container.Image = Image).With(pod => pod.Spec.ImagePullSecrets = [new V1LocalObjectReference { Name = "regcred" }]);
        Assert.EndsWith(
            "Secret regcred of imagePullSecrets does not exist",
            Assert.Single(Case.Of(pod).SecretAnswer("regcred", Lookup.Missing<IReadOnlyList<string>>()).Judge()).Title,
            StringComparison.Ordinal);
        Assert.EndsWith(
            "Secret regcred of imagePullSecrets has no valid credentials for 127.0.0.1:5050",
            Assert.Single(Case.Of(pod).Judge()).Title,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_of_the_repository_that_nodes_have_are_named()
    {
        var node = new V1Node { Metadata = new V1ObjectMeta { Name = "node-1" }, Status = new V1NodeStatus { Images = [new V1ContainerImage { Names = ["127.0.0.1:5050/shop/catalog:2.4.0", "127.0.0.1:5050/shop/other:9"] }] } };
        Assert.Equal(
            "Image 127.0.0.1:5050/shop/catalog:2.4.1 does not exist (tag not found); nodes have 2.4.0",
            Assert.Single(BackOff(Image).Nodes(node).Event("Failed", Failed + Image + ": not found", "app").Judge()).Title);
    }

    [Theory]
    [InlineData("ContainerCreating")]
    [InlineData("PodInitializing")]
    public void A_container_that_is_on_its_way_gives_nothing(string reason) => Assert.Empty(Case.Of(new PodBuilder().Waiting("app", reason)).Judge());

    private static Case BackOff(string image) =>
        Case.Of(new PodBuilder().Waiting("app", "ImagePullBackOff", $"Back-off pulling image \"{image}\"", container => container.Image = image));
}
