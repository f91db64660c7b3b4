using System.Net;
using System.Text.Json;

namespace ClusterCode.Diagnosis.Views;

/// <summary>What the API server answered; a <see cref="Document"/> or <see cref="Text"/> where it did as asked.</summary>
internal sealed class ApiAnswer : IDisposable
{
    /// <summary>The status code; null where there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>What was asked, for messages.</summary>
    public string Path { get; init; } = "";

    /// <summary>The object or list.</summary>
    public JsonDocument? Document { get; init; }

    /// <summary>The log.</summary>
    public string? Text { get; init; }

    /// <summary>The server's own words where it refused or failed.</summary>
    public string? Message { get; init; }

    /// <summary>A 404 that is about an object, not about a resource that the server does not know.</summary>
    public bool IsAboutObject { get; init; }

    /// <summary>The answer of a read that gave nothing.</summary>
    public Lookup<T> As<T>()
        where T : class => Status switch
        {
            HttpStatusCode.NotFound => Lookup.Missing<T>(Message),
            HttpStatusCode.Forbidden => Lookup.Forbidden<T>(Message),
            _ => Lookup.Unavailable<T>(Message),
        };

    /// <summary>The answer of a log that gave nothing: the server says 400 where a container has not run (yet, or before).</summary>
    public Lookup<string> AsLog() => Status == HttpStatusCode.BadRequest ? Lookup.Missing<string>(Message) : As<string>();

    /// <inheritdoc />
    public void Dispose() => Document?.Dispose();
}
