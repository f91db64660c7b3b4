namespace ClusterCode.Diagnosis.Analyzers.Containers;

/// <summary>Knows one reason why a container dies or cannot start. Pure and stateless; never throws for odd input.</summary>
internal interface IFailureJudge
{
    /// <summary>The finding, or null where this is not the reason.</summary>
    FindingDraft? Judge(ContainerFailure failure);
}
