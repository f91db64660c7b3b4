using ClusterCode.Llm.Failures;

namespace ClusterCode.Llm.Dialects;

/// <summary>Decides what to leave out when a server rejects a request.</summary>
internal static class ParameterDegradation
{
    /// <summary>
    /// The next profile to try: without the field that the server names, else one step less strict about JSON, since that is what
    /// servers disagree on most.
    /// </summary>
    /// <returns>The profile, or null when nothing is left to leave out.</returns>
    public static RequestProfile? Next(RequestProfile profile, ErrorBody rejection, IRequestDialect dialect)
    {
        if (profile.MaxTokens == MaxTokensField.MaxTokens && Names(rejection, "max_tokens"))
            return profile with { MaxTokens = MaxTokensField.MaxCompletionTokens };
        foreach (var field in dialect.OptionalFields)
        {
            if (!profile.Dropped.Contains(field) && Names(rejection, field))
                return profile with { Dropped = profile.Dropped.Add(field) };
        }

        return profile.Schema < SchemaMode.Plain ? profile with { Schema = profile.Schema + 1 } : null;
    }

    // Names with an underscore are no words of any language; "stop" and "seed" count only where they are quoted.
    private static bool Names(ErrorBody rejection, string field) =>
        rejection.Parameter == field
        || (field.Contains('_', StringComparison.Ordinal) && rejection.Message.Contains(field, StringComparison.Ordinal))
        || rejection.Message.Contains($"'{field}'", StringComparison.Ordinal)
        || rejection.Message.Contains($"`{field}`", StringComparison.Ordinal)
        || rejection.Message.Contains($"\"{field}\"", StringComparison.Ordinal);
}
