using System.Buffers;
using System.Net;
using System.Text.Json;

namespace ClusterCode.ControllerRuntime.Api;

/// <summary>Reads the Status object with which the API server refuses.</summary>
internal static class ApiStatusReader
{
    /// <summary>More of a refusal's body is not read: a proxy's error page is of no use.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>A body that is no Status is quoted up to here.</summary>
    private const int MaxQuotedChars = 256;

    public static async Task<ApiStatusException> ReadAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken);
        var status = Parse(body);
        var seconds = response.Headers.RetryAfter?.Delta ?? (status?.Details?.RetryAfterSeconds is { } s and > 0 ? TimeSpan.FromSeconds(s) : null);
        return status is null
            ? new ApiStatusException(response.StatusCode, "", $"{request}: {(int)response.StatusCode} {response.ReasonPhrase}: {Quote(body)}", seconds)
            : ToException(request.ToString(), status with { Code = (int)response.StatusCode }, seconds);
    }

    public static ApiStatusException ToException(string what, ApiStatus status, TimeSpan? retryAfter = null)
    {
        // A server that lists at a version that it has not reached yet calls it a timeout; the cause tells it apart.
        var reason = status.Details?.Causes?.Any(cause => cause.Reason == ApiStatus.ResourceVersionTooLarge) == true ? ApiStatus.ResourceVersionTooLarge : status.Reason ?? "";
        return new ApiStatusException(
            (HttpStatusCode)(status.Code ?? 500),
            reason,
            $"{what}: {status.Code} {reason}: {status.Message}",
            retryAfter ?? (status.Details?.RetryAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null));
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A server that refuses is often one that refuses many times.
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBodyBytes);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MaxBodyBytes), MaxBodyBytes, throwOnEndOfStream: false, cancellationToken);
            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The refusal itself is known; only its words are lost.
            return [];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ApiStatus? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiJsonContext.Default.ApiStatus) is { Kind: "Status" } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Quote(byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body).Trim();
        return text.Length <= MaxQuotedChars ? text : text[..MaxQuotedChars] + "…";
    }
}
