using static ClusterCode.Api.Findings.CauseCategories;

namespace ClusterCode.Diagnosis.Failures;

/// <summary>Services, routes, names. The way from a caller to a pod is broken.</summary>
internal static class NetworkFailures
{
    /// <summary>The group.</summary>
    public static FailureGroup Group { get; } = new(
        "Services, routes, names",
        "The way from a caller to a pod is broken.",
        [
            new(ServiceSelectorMismatch)
            {
                ShownBy = "The Service's selector is compared with the labels of pods.",
                Means = "No pod carries all labels of the selector.",
                ToDo = "Change the selector, or the pods' labels; the label that differs is named.",
            },
            new(ServiceWithoutSelector)
            {
                ShownBy = "The Service has neither a selector nor endpoints.",
                Means = "Nobody says where its traffic goes.",
                ToDo = "Give it a selector, or write its EndpointSlices.",
            },
            new(ServicePortMismatch)
            {
                ShownBy = "`targetPort` is compared with the containers' ports.",
                Means = "The Service sends to a port on which nothing listens, or whose name does not exist.",
                ToDo = "Set `targetPort` to the container's port.",
            },
            new(ServiceProtocolMismatch)
            {
                ShownBy = "Protocols of Service and containers, `appProtocol`, and what the log says.",
                Means = "Both sides use the port with different protocols.",
                ToDo = "Make both agree.",
            },
            new(RouteMismatch)
            {
                ShownBy = "An Ingress's or HTTPRoute's backend is compared with the Services.",
                Means = "The route leads to the wrong Service or port.",
                ToDo = "Correct the backend.",
            },
            new(ServiceWithoutReadyPods)
            {
                ShownBy = "The Service selects pods, and none of them is ready.",
                Means = "Callers get refused connections or 503.",
                ToDo = "Mend the pods; their cause is the root cause.",
            },
            new(ServiceMissing)
            {
                ShownBy = "Workloads refer to a Service that does not exist.",
                Means = "The name does not resolve.",
                ToDo = "Create the Service, or correct the name.",
            },
            new(IngressClassMissing)
            {
                ShownBy = "`ingressClassName` is compared with the IngressClasses.",
                Means = "No controller takes care of the Ingress.",
                ToDo = "Name a class that exists.",
            },
            new(IngressBackendMissing)
            {
                ShownBy = "The Ingress's backends are compared with the Services.",
                Means = "A backend Service does not exist.",
                ToDo = "Create it, or correct the name.",
            },
            new(IngressTlsSecretMissing)
            {
                ShownBy = "`spec.tls[].secretName` is looked up.",
                Means = "The certificate's Secret does not exist, so that clients get a default certificate.",
                ToDo = "Create the Secret, or see why its issuer did not.",
            },
            new(IngressTlsExpired)
            {
                ShownBy = "The controller's events say that the certificate is expired.",
                Means = "Clients refuse the connection.",
                ToDo = "Renew the certificate.",
            },
            new(GatewayRouteRejected)
            {
                ShownBy = "The route's `status.parents` conditions.",
                Means = "The Gateway does not accept the route, or cannot resolve what it refers to.",
                ToDo = "Mend what the condition's reason names.",
            },
            new(NetworkPolicyBlocks)
            {
                ShownBy = "NetworkPolicies of both sides are applied to the connection that fails.",
                Means = "A policy does not allow this direction, peer or port.",
                ToDo = "Add a rule that allows it; a label that nearly matches is named.",
            },
            new(DnsConfigBroken)
            {
                ShownBy = "`dnsPolicy`, `dnsConfig`, policies on port 53, and names that do not resolve.",
                Means = "The pod cannot resolve names.",
                ToDo = "Correct the field that the summary names, or mend the cluster's DNS.",
            },
            new(LoadBalancerPending)
            {
                ShownBy = "A Service of type LoadBalancer has no address.",
                Means = "Nothing in the cluster provides load balancers, or the provider fails.",
                ToDo = "See the provider's event; without a provider use NodePort or an Ingress.",
            },
            new(EndpointSliceStale)
            {
                ShownBy = "EndpointSlices name addresses that no pod of the Service has.",
                Means = "Something other than the cluster's own controller wrote them, or the controller does not work.",
                ToDo = "Remove the stale slice, and see who manages it.",
            },
        ]);
}
