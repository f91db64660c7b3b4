using ClusterCode.Api.Conditions;
using ClusterCode.Api.LlmBackends;
using ClusterCode.Llm.Explaining;

namespace ClusterCode.Operator.Backends;

/// <summary>The backends that may explain a diagnosis, or why none does.</summary>
internal sealed record BackendSelection
{
    /// <summary>The backends to ask, in this order until one answers; empty where the expert's own words are used.</summary>
    public IReadOnlyList<LlmBackend> Candidates { get; private init; } = [];

    /// <summary>The backend to ask first; null where the expert's own words are used.</summary>
    public LlmBackend? Backend => Candidates.Count > 0 ? Candidates[0] : null;

    /// <summary>The backend or route that was wanted, as <c>namespace/name</c>; null where none was.</summary>
    public string? Name { get; private init; }

    /// <summary>The backend exists, and its first probe is under way.</summary>
    public bool IsBeingProbed { get; private init; }

    /// <summary>Why a backend that was wanted is not asked; null where none was wanted.</summary>
    public string? Reason { get; private init; }

    /// <summary>For the condition: what is wrong and how to mend it.</summary>
    public string? Message { get; private init; }

    /// <summary>No model is wanted.</summary>
    public static BackendSelection None { get; } = new();

    /// <summary>This backend is asked.</summary>
    public static BackendSelection Of(LlmBackend backend, bool isBeingProbed) =>
        new() { Candidates = [backend], Name = NameOf(backend), IsBeingProbed = isBeingProbed };

    /// <summary>These backends are asked, in this order, until one answers.</summary>
    /// <param name="name">The route, as <c>namespace/name</c>; null: the first of the backends.</param>
    /// <param name="candidates">At least one.</param>
    public static BackendSelection OfSeveral(string? name, IReadOnlyList<LlmBackend> candidates) =>
        new() { Candidates = candidates, Name = name ?? NameOf(candidates[0]) };

    /// <summary>A backend was wanted and cannot be asked.</summary>
    public static BackendSelection Without(string reason, string message, string? name) => new() { Reason = reason, Message = message, Name = name };

    /// <summary><c>namespace/name</c>.</summary>
    public static string NameOf(LlmBackend backend) => $"{backend.Metadata.NamespaceProperty}/{backend.Metadata.Name}";

    /// <summary>The expert's own words, standing in for this selection: with the reason where a model was wanted, else as what was asked for.</summary>
    public ExplanationOutcome Standin(ExplanationOutcome words) => Reason is null
        ? words with { Explained = true, Reason = ConditionReasons.BuiltIn, Message = Backend is null ? "The built-in expert explains; no model is configured." : "There is nothing that a model could add." }
        : words with { Explained = false, Reason = Reason, Message = Message ?? "", Usage = words.Usage with { FallbackFrom = Name } };
}
