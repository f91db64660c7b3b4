namespace ClusterCode.Llm.Prompting;

/// <summary>Markers with which models' chat templates separate turns, and what stands for them in untrusted text.</summary>
internal static class ChatTemplateMarkers
{
    public static IReadOnlyList<(string Marker, string Harmless)> All { get; } =
    [
        // ChatML, Llama 3, Phi, Granite, gpt-oss: <|im_start|>, <|eot_id|>, <|channel|> and their like.
        ("<|", "< "),
        ("|>", " >"),
        // DeepSeek writes the same with a full-width bar.
        ("<｜", "< "),
        ("｜>", " >"),
        // Llama 2 and Mistral.
        ("[INST]", "(INST)"),
        ("[/INST]", "(/INST)"),
        ("[SYSTEM_PROMPT]", "(SYSTEM_PROMPT)"),
        ("[TOOL_CALLS]", "(TOOL_CALLS)"),
        ("<<SYS>>", "(SYS)"),
        ("<</SYS>>", "(/SYS)"),
        ("<s>", "(s)"),
        ("</s>", "(/s)"),
        // Gemma.
        ("<start_of_turn>", "(start_of_turn)"),
        ("<end_of_turn>", "(end_of_turn)"),
        ("<bos>", "(bos)"),
        ("<eos>", "(eos)"),
        // Reasoning and tool blocks, which servers take apart.
        ("<think>", "(think)"),
        ("</think>", "(/think)"),
        ("<tool_call>", "(tool_call)"),
        ("</tool_call>", "(/tool_call)"),
    ];
}
