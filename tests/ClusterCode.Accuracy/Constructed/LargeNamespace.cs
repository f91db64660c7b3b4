using System.Globalization;
using System.Text;
using ClusterCode.Accuracy.Catalog;

namespace ClusterCode.Accuracy.Constructed;

/// <summary>A namespace of fifty Deployments with a Service each, five of which fail in different ways: what its diagnosis reads is bounded.</summary>
public static class LargeNamespace
{
    /// <summary>Workloads in it.</summary>
    public const int Workloads = 50;

    /// <summary>The whole namespace as a scenario.</summary>
    public static AccuracyCase Scenario { get; } = new(
        "size",
        "namespace-of-50-workloads",
        new CaseExpectation { Causes = ["AppError", "OOMKilled", "MissingConfigMap", "ImageTagNotFound|ImageNotFound", "ExitsZero"] },
        Objects());

    private static string Objects()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Workloads; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"app-{i:00}");
            text.Append(Workload(name)).Append("\n---\n").Append(Pod(name, i)).Append("\n---\n");
        }

        return text.ToString();
    }

    private static string Workload(string name) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}}, namespace: shop, uid: d-{{name}}, generation: 1, creationTimestamp: "2026-11-22T10:00:00Z", annotations: {deployment.kubernetes.io/revision: "1"} }
        spec: {replicas: 1, selector: {matchLabels: {app: {{name}}} }, template: {metadata: {labels: {app: {{name}}} }, spec: {containers: [{name: app, image: "registry.example/shop/{{name}}:1.0"}]} } }
        status: {observedGeneration: 1, replicas: 1}
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: {{name}}-6d4cf56db6
          namespace: shop
          uid: r-{{name}}
          creationTimestamp: "2026-11-22T10:00:00Z"
          labels: {app: {{name}}, pod-template-hash: 6d4cf56db6}
          annotations: {deployment.kubernetes.io/revision: "1"}
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: {{name}}, uid: d-{{name}}, controller: true}]
        spec: {replicas: 1, selector: {matchLabels: {app: {{name}}, pod-template-hash: 6d4cf56db6} }, template: {metadata: {labels: {app: {{name}}, pod-template-hash: 6d4cf56db6} }, spec: {containers: [{name: app, image: "registry.example/shop/{{name}}:1.0"}]} } }
        status: {replicas: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: {{name}}, namespace: shop, uid: s-{{name}}, creationTimestamp: "2026-11-22T10:00:00Z"}
        spec: {selector: {app: {{name}}}, clusterIP: 10.96.1.1, ports: [{port: 80, targetPort: 8080, protocol: TCP}]}
        """;

    private static string Pod(string name, int index)
    {
        var status = index switch
        {
            7 => Crashed(1, "Error"),
            17 => Crashed(137, "OOMKilled"),
            27 => """{name: app, ready: false, started: false, restartCount: 0, image: i, imageID: "", state: {waiting: {reason: CreateContainerConfigError, message: "configmap \"app-27-config\" not found"}}, lastState: {}}""",
            37 => """{name: app, ready: false, started: false, restartCount: 0, image: i, imageID: "", state: {waiting: {reason: ImagePullBackOff, message: "Back-off pulling image \"registry.example/shop/app-37:1.0\": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image \"registry.example/shop/app-37:1.0\": failed to resolve reference \"registry.example/shop/app-37:1.0\": registry.example/shop/app-37:1.0: not found"}}, lastState: {}}""",
            47 => Crashed(0, "Completed"),
            _ => """{name: app, ready: true, started: true, restartCount: 0, image: i, imageID: "", state: {running: {startedAt: "2026-11-22T10:00:05Z"}}, lastState: {}}""",
        };
        var ready = index % 10 == 7 ? "False" : "True";
        var phase = index is 27 or 37 ? "Pending" : "Running";
        var configuration = index == 27 ? ", envFrom: [{configMapRef: {name: app-27-config}}]" : "";
        var log = index == 7 ? $$"""

            ---
            kind: Log
            pod: {{name}}-6d4cf56db6-x2x4z
            container: app
            previous: true
            text: "starting\nFATAL: cannot parse rules.json: unexpected end of input at line 41\n"
            """ : "";
        return $$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{name}}-6d4cf56db6-x2x4z
              namespace: shop
              uid: p-{{name}}
              creationTimestamp: "2026-11-22T10:00:00Z"
              labels: {app: {{name}}, pod-template-hash: 6d4cf56db6}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: {{name}}-6d4cf56db6, uid: r-{{name}}, controller: true}]
            spec:
              nodeName: node-1
              restartPolicy: Always
              containers: [{name: app, image: "registry.example/shop/{{name}}:1.0", ports: [{containerPort: 8080, protocol: TCP}], resources: {limits: {memory: 64Mi} } {{configuration}} }]
            status:
              phase: {{phase}}
              podIP: 10.1.0.{{index}}
              startTime: "2026-11-22T10:00:00Z"
              conditions: [{type: PodScheduled, status: "True"}, {type: Ready, status: "{{ready}}" }]
              containerStatuses: [{{status}}]{{log}}
            """;
    }

    private static string Crashed(int code, string reason) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {name: app, ready: false, started: false, restartCount: 9, image: i, imageID: "", state: {waiting: {reason: CrashLoopBackOff} }, lastState: {terminated: {exitCode: {{code}}, reason: {{reason}}, startedAt: "2026-11-22T14:56:00Z", finishedAt: "2026-11-22T14:56:03Z"} } }
        """);
}
