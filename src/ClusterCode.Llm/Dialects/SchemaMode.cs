namespace ClusterCode.Llm.Dialects;

/// <summary>How a server is made to answer in JSON. Ordered from the strictest; each is tried when the server rejects the one before.</summary>
internal enum SchemaMode
{
    /// <summary>The server constrains the answer to the schema.</summary>
    JsonSchema,

    /// <summary>The server constrains the answer to some JSON; the prompt states the schema.</summary>
    JsonObject,

    /// <summary>Only the prompt asks for JSON.</summary>
    Plain,
}
