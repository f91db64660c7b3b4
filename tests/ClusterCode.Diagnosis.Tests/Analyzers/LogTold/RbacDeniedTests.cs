using ClusterCode.Api.Findings;
using ClusterCode.Diagnosis.Experts;
using ClusterCode.Diagnosis.Tests.Support;
using ClusterCode.Diagnosis.Views;
using k8s;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Analyzers.LogTold;

public sealed class RbacDeniedTests
{
    private const string Denied = "E1122 15:00:00.000000       1 reflector.go:150] pods is forbidden: User \"system:serviceaccount:shop:checkout\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"";

    [Fact]
    public async Task A_role_without_the_verb_is_named() =>
        await Names(["Role reader, bound by RoleBinding reader, allows get and watch on pods, not list"], Role("reader", [""], ["pods"], ["get", "watch"]), Binding("reader", "reader", "checkout"));

    [Fact]
    public async Task A_role_for_another_resource_is_named() =>
        await Names(["allows list on pod, not on pods"], Role("reader", [""], ["pod"], ["list"]), Binding("reader", "reader", "checkout"));

    [Fact]
    public async Task A_role_for_another_group_is_named() =>
        await Names(["names pods in API group apps, and pods belong to \"\" (core)"], Role("reader", ["apps"], ["pods"], ["list"]), Binding("reader", "reader", "checkout"));

    [Fact]
    public async Task A_role_for_named_objects_only_is_told() =>
        await Names(["only for pods named web-0"], Role("reader", [""], ["pods"], ["list"], "web-0"), Binding("reader", "reader", "checkout"));

    [Fact]
    public async Task A_binding_to_another_account_is_named() =>
        await Names(["RoleBinding reader gives that (Role reader) to ServiceAccount chekout, not checkout"], Role("reader", [""], ["pods"], ["list"]), Binding("reader", "reader", "chekout"));

    [Fact]
    public async Task A_binding_to_the_account_of_another_namespace_is_named() =>
        await Names(["to ServiceAccount checkout of namespace default, not of shop"], Role("reader", [""], ["pods"], ["list"]), Binding("reader", "reader", "checkout", "default"));

    [Fact]
    public async Task A_binding_to_a_role_that_does_not_exist_is_named() =>
        await Names(["RoleBinding reader refers to Role raeder, which does not exist; there is Role reader"], Role("reader", [""], ["pods"], ["list"]), Binding("reader", "raeder", "checkout"));

    [Fact]
    public async Task A_role_that_nobody_is_bound_to_is_named() =>
        await Names(["Role reader allows it, and no RoleBinding gives that to checkout"], Role("reader", [""], ["pods"], ["list"]));

    [Fact]
    public async Task Without_any_binding_that_is_said() => await Names(["no RoleBinding in namespace shop names it"]);

    [Fact]
    public async Task Bindings_that_may_not_be_read_are_not_called_absent()
    {
        var report = await DiagnoseAsync(View().Answering<V1RoleBinding>(LookupStatus.Forbidden));
        Assert.Equal(CauseCategories.RbacDenied, report.RootCause!.Category);
        Assert.Contains("may not be read", report.RootCause.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("no RoleBinding", report.RootCause.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_keeps_running_is_told_of_too()
    {
        var view = new InMemoryClusterView().With(new PodBuilder().Container("app").With(pod => pod.Spec.ServiceAccountName = "checkout").Build()).WithLog("checkout-7d9f6c5b4d-x2x4z", "app", Denied);
        var report = await TestExpert.DiagnoseAsync(view, "shop", "Pod", "checkout-7d9f6c5b4d-x2x4z");
        Assert.Equal((CauseCategories.RbacDenied, "checkout"), (report.RootCause!.Category, report.RootCause.Resource.Name));
    }

    private static InMemoryClusterView View(params IKubernetesObject<V1ObjectMeta>[] objects) => new InMemoryClusterView()
        .With(new PodBuilder().Crashing("app", 1).With(pod => pod.Spec.ServiceAccountName = "checkout").Build())
        .With(objects)
        .WithLog("checkout-7d9f6c5b4d-x2x4z", "app", Denied, previous: true);

    private static Task<ExpertReport> DiagnoseAsync(IClusterView view) => TestExpert.DiagnoseAsync(view, "shop", "Pod", "checkout-7d9f6c5b4d-x2x4z");

    private static async Task Names(string[] words, params IKubernetesObject<V1ObjectMeta>[] objects)
    {
        var view = View(objects);
        var report = await DiagnoseAsync(view);
        Assert.Equal(CauseCategories.RbacDenied, report.RootCause!.Category);
        Assert.Equal(("ServiceAccount", "checkout"), (report.RootCause.Resource.Kind, report.RootCause.Resource.Name));
        Assert.All(["may not list pods in namespace shop", .. words], word => Assert.Contains(word, report.RootCause.Summary, StringComparison.Ordinal));
        Assert.InRange(view.Requests.Count, 1, 8);
    }

    private static V1Role Role(string name, string[] groups, string[] resources, string[] verbs, params string[] names) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Uid = $"uid-{name}" },
        Rules = [new V1PolicyRule { ApiGroups = groups, Resources = resources, Verbs = verbs, ResourceNames = names }],
    };

    private static V1RoleBinding Binding(string name, string role, string account, string ns = "shop") => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "shop", Uid = $"uid-b-{name}" },
        RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = role },
        Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", Name = account, NamespaceProperty = ns }],
    };
}
