using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Analyzers.Sandboxes;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s.Models;
using static ClusterCode.Diagnosis.Tests.Analyzers.Storage.StorageObjects;

namespace ClusterCode.Diagnosis.Tests.Analyzers.Sandboxes;

public sealed class SandboxTests
{
    [Theory]
    [InlineData("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"0a1b\": plugin type=\"calico\" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized", "network plugin calico fails: error getting ClusterInformation: connection is unauthorized: Unauthorized")]
    [InlineData("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox container \"0a1b\" network for pod \"web-1\": networkPlugin cni failed to set up pod \"web-1_shop\" network: open /run/flannel/subnet.env: no such file or directory", "the network plugin (CNI) fails: networkPlugin cni failed to set up pod \"web-1_shop\" network: open /run/flannel/subnet.env: no such file or directory")]
    [InlineData("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"0a1b\": plugin type=\"host-local\" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254", "network plugin host-local has no free address in 10.244.1.1-10.244.1.254 for it (failed to allocate for range 0: no IP addresses available in range set: 10.244.1.1-10.244.1.254)")]
    [InlineData("Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image \"registry.example/pause:3.9\": failed to pull image: no such host", "the node cannot get the image of the sandbox itself: failed to get sandbox image \"registry.example/pause:3.9\": failed to pull image: no such host")]
    public async Task A_sandbox_that_cannot_be_made_names_the_component(string message, string why)
    {
        var report = await Diagnose(message);
        Assert.Equal((CauseCategories.SandboxFailed, $"No sandbox can be made for Pod web-1 on node node-1: {why}"), (report.RootCause!.Category, report.RootCause.Summary));
    }

    [Fact]
    public async Task A_runtime_class_whose_handler_the_node_does_not_have_is_told_from_one_that_does_not_exist()
    {
        const string Message = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for \"runsc\" is configured";
        var report = await Diagnose(Message, new V1RuntimeClass { Metadata = new V1ObjectMeta { Name = "gvisor" }, Handler = "runsc" });
        Assert.Equal("The container runtime of node node-1 has no handler runsc, which RuntimeClass gvisor of Pod web-1 asks for", report.RootCause!.Summary);
        var missing = await Diagnose(Message, new V1RuntimeClass { Metadata = new V1ObjectMeta { Name = "gvisors" }, Handler = "runsc" });
        Assert.Equal("RuntimeClass gvisor, which Pod web-1 asks for (runtimeClassName), does not exist; gvisors does", missing.RootCause!.Summary);
    }

    [Fact]
    public async Task A_runtime_class_that_may_not_be_read_is_not_called_missing()
    {
        var view = new InMemoryClusterView().With(Pod(), Event("Pod", "web-1", "FailedCreatePodSandBox", "Failed to create pod sandbox: no runtime for \"runsc\" is configured")).Answering<V1RuntimeClass>(LookupStatus.Forbidden);
        Assert.DoesNotContain("does not exist", (await TestExpert.DiagnoseAsync(view, "shop", "Pod", "web-1")).RootCause!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_failure_at_the_start_is_no_failure()
    {
        var young = Pod();
        young.Status.StartTime = RecordedCase.Now.UtcDateTime.AddSeconds(-15);
        var seen = Event("Pod", "web-1", "FailedCreatePodSandBox", "Failed to create pod sandbox: plugin type=\"calico\" failed (add): timeout", count: 1);
        Assert.Equal(ExpertOutcome.Healthy, (await TestExpert.DiagnoseAsync(new InMemoryClusterView().With(young, seen), "shop", "Pod", "web-1")).Outcome);
    }

    [Fact]
    public void A_message_that_names_no_component_is_the_runtimes() => Assert.Equal(SandboxPart.Runtime, SandboxMessage.Part("Failed to create pod sandbox: something else"));

    private static V1Pod Pod() => new PodBuilder("web-1").Waiting("app", "ContainerCreating").With(pod => pod.Spec.RuntimeClassName = "gvisor").Build();

    private static Task<ExpertReport> Diagnose(string message, params V1RuntimeClass[] classes) =>
        TestExpert.DiagnoseAsync(new InMemoryClusterView().With(classes).With(Pod(), Event("Pod", "web-1", "FailedCreatePodSandBox", message)), "shop", "Pod", "web-1");
}
