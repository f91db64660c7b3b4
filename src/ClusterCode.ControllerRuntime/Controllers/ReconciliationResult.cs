using System.Diagnostics.CodeAnalysis;

namespace ClusterCode.ControllerRuntime.Controllers;

/// <summary>How a reconciliation ended.</summary>
/// <typeparam name="TEntity">The entity's class.</typeparam>
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "KubeOps' words, which its users know: ReconciliationResult<T>.Success(entity).")]
public sealed record ReconciliationResult<TEntity>
{
    private ReconciliationResult(TEntity entity, bool isSuccess, string? errorMessage, Exception? error, TimeSpan? requeueAfter)
    {
        Entity = entity;
        IsSuccess = isSuccess;
        ErrorMessage = errorMessage;
        Error = error;
        RequeueAfter = requeueAfter;
    }

    /// <summary>The entity that was reconciled.</summary>
    public TEntity Entity { get; }

    /// <summary>Whether the world is as the entity wants it, as far as could be told.</summary>
    public bool IsSuccess { get; }

    /// <summary>What went wrong; null on success.</summary>
    public string? ErrorMessage { get; }

    /// <summary>The exception behind a failure, if any.</summary>
    public Exception? Error { get; }

    /// <summary>When to look again, even if nothing changes; at once for zero or less. Null: on success only when something changes, on failure after a growing delay.</summary>
    public TimeSpan? RequeueAfter { get; init; }

    /// <summary>The world is as the entity wants it.</summary>
    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity, true, null, null, requeueAfter);

    /// <summary>It is not, and is to be tried again: after <paramref name="requeueAfter"/>, or after a delay that grows with each failure.</summary>
    public static ReconciliationResult<TEntity> Failure(TEntity entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity, false, errorMessage, error, requeueAfter);
}
