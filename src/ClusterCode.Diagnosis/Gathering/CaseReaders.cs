using ClusterCode.Api.Redaction;
using ClusterCode.Diagnosis.Gathering.Facts;
using ClusterCode.Diagnosis.Gathering.Pods;
using ClusterCode.Diagnosis.Gathering.Surroundings;
using ClusterCode.Diagnosis.Gathering.Targets;
using ClusterCode.Diagnosis.Views;

namespace ClusterCode.Diagnosis.Gathering;

/// <summary>What reads for one diagnosis, all of it through one view that remembers.</summary>
internal sealed class CaseReaders(IClusterView view, ISecretRedactor redactor)
{
    private readonly RememberingClusterView _view = new(view);

    /// <summary>Rounds of wishes that were fulfilled.</summary>
    public int Rounds { get; set; }

    /// <summary>The requests so far.</summary>
    public int Requests => _view.Requests;

    /// <summary>The resources of which a read was forbidden so far.</summary>
    public IReadOnlyList<string> Forbidden => _view.Forbidden;

    /// <summary>Finds what is meant.</summary>
    public TargetResolver Targets => field ??= new TargetResolver(_view);

    /// <summary>Finds what a namespace holds that is itself the target.</summary>
    public WholeNamespace Namespaces => field ??= new WholeNamespace(_view);

    /// <summary>Finds the workloads that use the object which was asked about.</summary>
    public ObjectUsers Users => field ??= new ObjectUsers(new NamespaceScan(_view), Targets);

    /// <summary>Reads pods' events and logs.</summary>
    public PodReader Pods => field ??= new PodReader(_view, redactor);

    /// <summary>Reads events.</summary>
    public EventReader Events => field ??= new EventReader(_view, redactor);

    /// <summary>Reads what pods refer to.</summary>
    public ReferencedObjectReader References => field ??= new ReferencedObjectReader(_view, redactor);

    /// <summary>Reads nodes.</summary>
    public NodeReader Nodes => field ??= new NodeReader(_view);

    /// <summary>Reads single facts.</summary>
    public FactReader Facts => field ??= new FactReader(_view, redactor);

    /// <summary>Copies of objects that may be kept.</summary>
    public ObjectSanitizer Sanitizer => field ??= new ObjectSanitizer(redactor);
}
