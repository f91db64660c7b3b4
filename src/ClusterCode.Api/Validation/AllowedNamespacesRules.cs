using ClusterCode.Api.LlmBackends;

namespace ClusterCode.Api.Validation;

/// <summary>The rules of <c>spec.allowedNamespaces</c>.</summary>
internal static class AllowedNamespacesRules
{
    public static IEnumerable<SpecError> Check(string path, AllowedNamespaces? allowed)
    {
        if (allowed is { From: AllowedNamespacesFrom.Selector, Selector: null })
        {
            yield return new(path, "from: Selector needs selector: add the labels of the namespaces, or use from: Same or All");
        }

        if (allowed is { Selector: not null, From: not AllowedNamespacesFrom.Selector })
        {
            yield return new(path, "selector counts only with from: Selector: set from: Selector, or remove selector");
        }

        foreach (var error in LabelSelectorRules.Check($"{path}.selector", allowed?.Selector))
        {
            yield return error;
        }
    }
}
