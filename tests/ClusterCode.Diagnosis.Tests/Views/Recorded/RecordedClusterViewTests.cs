using ClusterCode.Diagnosis.Views;
using ClusterCode.Diagnosis.Views.Recorded;
using k8s.Models;

namespace ClusterCode.Diagnosis.Tests.Views.Recorded;

public sealed class RecordedClusterViewTests
{
    private const string Objects = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-1, namespace: shop, labels: {app: web, tier: front}}
        spec:
          nodeName: node-1
          containers:
            - {name: app, image: "nginx:1", env: [{name: PORT, value: "8080"}], ports: [{containerPort: 8080}]}
          volumes:
            - {name: v, configMap: {name: c, defaultMode: 0644}}
        status: {phase: Running}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api-1, namespace: shop, labels: {app: api}}
        spec: {containers: [{name: app, image: x}]}
        status: {phase: Pending}
        ---
        kind: Log
        pod: web-1
        container: app
        previous: true
        text: |
          one
          two
          three
        ---
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: Event
            metadata: {name: web-1.1, namespace: shop}
            involvedObject: {kind: Pod, name: web-1, uid: u1}
            reason: BackOff
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: db, namespace: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: hunter2}}
        data: {password: aHVudGVyMg==}
        stringData: {user: hunter3}
        ---
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: w, namespace: shop}
        """;

    [Fact]
    public async Task An_object_is_read_by_name_with_yaml_types_as_kubernetes_takes_them()
    {
        var pod = (await View().GetAsync<V1Pod>("shop", "web-1", default)).Value!;

        Assert.Equal("8080", pod.Spec.Containers[0].Env[0].Value);
        Assert.Equal(8080, pod.Spec.Containers[0].Ports[0].ContainerPort);
        Assert.Equal(420, pod.Spec.Volumes[0].ConfigMap.DefaultMode);
    }

    [Theory]
    [InlineData(null, null, "api-1,web-1")]
    [InlineData("app=web", null, "web-1")]
    [InlineData("app==web", null, "web-1")]
    [InlineData("app!=web", null, "api-1")]
    [InlineData("app in (api, web),tier", null, "web-1")]
    [InlineData("app notin (web)", null, "api-1")]
    [InlineData("!tier", null, "api-1")]
    [InlineData(null, "status.phase=Pending", "api-1")]
    [InlineData(null, "status.phase!=Pending,spec.nodeName!=", "web-1")]
    [InlineData(null, "metadata.name=web-1", "web-1")]
    public async Task Lists_are_selected_by_labels_and_fields_in_the_order_of_the_API_server(string? labels, string? fields, string names) =>
        Assert.Equal(names, string.Join(',', (await View().ListAsync<V1Pod>("shop", new ListQuery(labels, fields), default)).Value!.Select(p => p.Metadata.Name)));

    [Fact]
    public async Task Events_are_selected_by_what_they_are_about()
    {
        var found = await View().ListAsync<Corev1Event>("shop", new ListQuery(FieldSelector: "involvedObject.uid=u1,involvedObject.kind=Pod"), default);
        Assert.Equal("BackOff", Assert.Single(found.Value!).Reason);
    }

    [Fact]
    public async Task No_value_of_a_secret_gets_in()
    {
        var view = View();
        var secret = (await view.GetAsync<V1Secret>("shop", "db", default)).Value!;

        Assert.Equal(["password", "user"], secret.Data.Keys.Order());
        Assert.DoesNotContain("hunter", view.Recording.Of(new RecordedKind("", "Secret")).Single().Document.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVy", view.Recording.Of(new RecordedKind("", "Secret")).Single().Document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_that_are_null_are_no_items()
    {
        var recording = new ClusterRecording();
        recording.AddText("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web-1, namespace: shop}
            spec: {containers: [null, {name: app, env: [null]}], volumes: [null]}
            """, "pod.yaml");
        var pod = (await new RecordedClusterView(recording).GetAsync<V1Pod>("shop", "web-1", default)).Value!;
        Assert.Empty(Assert.Single(pod.Spec.Containers).Env);
        Assert.Empty(pod.Spec.Volumes);
    }

    [Fact]
    public async Task A_log_is_cut_to_its_last_lines()
    {
        Assert.Equal("two\nthree\n", (await View().ReadLogAsync(new LogQuery("shop", "web-1", "app", true, 2, 1000), default)).Value);
        Assert.True((await View().ReadLogAsync(new LogQuery("shop", "web-1", "app", false, 2, 1000), default)).IsMissing);
    }

    [Fact]
    public async Task What_is_not_in_a_complete_recording_does_not_exist_and_in_another_is_unknown()
    {
        Assert.True((await View().GetAsync<V1ConfigMap>("shop", "nope", default)).IsMissing);
        Assert.Empty((await View().ListAsync<V1ConfigMap>("shop", ListQuery.All, default)).Value!);

        var part = View(complete: false);
        Assert.Equal(LookupStatus.Unavailable, (await part.GetAsync<V1ConfigMap>("shop", "nope", default)).Status);
        Assert.Equal(LookupStatus.Unavailable, (await part.ListAsync<V1ConfigMap>("shop", ListQuery.All, default)).Status);
        Assert.True((await part.GetAsync<V1Pod>("shop", "web-1", default)).IsFound);
        Assert.True((await part.GetAsync<Corev1Event>("shop", "other", default)).IsMissing);
    }

    [Fact]
    public async Task What_was_denied_stays_denied()
    {
        var recording = Recording();
        recording.Deny("Pod", LookupStatus.Forbidden, "shop", message: "pods is forbidden");
        recording.Deny("Log", LookupStatus.Forbidden);
        var view = new RecordedClusterView(recording);

        Assert.Equal("pods is forbidden", (await view.GetAsync<V1Pod>("shop", "web-1", default)).Message);
        Assert.True((await view.ListAsync<V1Pod>("shop", ListQuery.All, default)).IsForbidden);
        Assert.True((await view.ReadLogAsync(new LogQuery("shop", "web-1", "app", true, 2, 1000), default)).IsForbidden);
    }

    [Fact]
    public async Task A_long_list_is_cut_and_metadata_can_be_enough()
    {
        var cut = await View().ListAsync<V1Pod>("shop", new ListQuery { MaxItems = 1, MetadataOnly = true }, default);

        Assert.Equal("there are more than 1; only so many were read", cut.Message);
        Assert.Null(Assert.Single(cut.Value!).Spec);
    }

    private static ClusterRecording Recording(bool complete = true)
    {
        var recording = new ClusterRecording { RecordedAt = new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero), IsComplete = complete };
        recording.AddText(Objects, "objects.yaml");
        return recording;
    }

    private static RecordedClusterView View(bool complete = true) => new(Recording(complete));
}
