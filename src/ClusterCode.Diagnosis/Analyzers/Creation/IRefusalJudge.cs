namespace ClusterCode.Diagnosis.Analyzers.Creation;

/// <summary>Knows one reason why the API server refuses pods. Pure and stateless.</summary>
internal interface IRefusalJudge
{
    /// <summary>The finding; null where this is not the reason, or something that it asked for is not known yet.</summary>
    FindingDraft? Judge(CreationRefusal refusal);

    /// <summary>True where the words are this judge's to explain.</summary>
    bool Knows(string message);
}
