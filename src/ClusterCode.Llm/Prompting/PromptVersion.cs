namespace ClusterCode.Llm.Prompting;

/// <summary>Tells answers to different prompts apart. To be raised with every change of what is asked, so that answers to the old prompt are not used for the new one.</summary>
internal static class PromptVersion
{
    public const string Current = "2";
}
