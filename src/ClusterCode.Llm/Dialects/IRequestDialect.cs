using System.Text.Json.Nodes;

namespace ClusterCode.Llm.Dialects;

/// <summary>Brings a client library's request into the form that a provider understands.</summary>
internal interface IRequestDialect
{
    /// <summary>Fields that the server may do without, and that are dropped when it rejects them.</summary>
    IReadOnlyList<string> OptionalFields { get; }

    /// <summary>Shapes a request's body in place.</summary>
    void Shape(JsonObject body, RequestProfile profile);
}
