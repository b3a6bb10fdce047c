using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>Waits until a policy's folder is there whole: somebody may be copying it.</summary>
/// <remarks>
/// Whole is what two looks find the same, what can be read as a policy, and what has the model that its backend loads:
/// then it is worth loading. A copy that has come to a stop may look so too; that the model cannot be loaded shows it.
/// All that is waited for one folder is within one time.
/// </remarks>
internal sealed class WholeFolder(LimitsOptions limits, TimeSpan limit, TimeProvider time)
{
    // A copy that pauses for longer between two writes is caught by what it lacks, and by the look after the copy.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // Who copies over a network may stop for this long; whoever is refused after he has written waits for as long.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly long _begun = time.GetTimestamp();

    /// <param name="folder">Absolute.</param>
    /// <param name="backend">That is to load it.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(GatewayError? Error, FolderLook? Look)> WaitAsync(
        string folder, string backend, CancellationToken cancel)
    {
        FolderLook? before = null;
        while (true)
        {
            GatewayError? missing = FolderLook.At(folder, limits, out FolderLook? look) ?? Missing(folder, backend);
            if (missing is null && look == before)
                return (null, look);
            if (missing?.Code is ErrorCode.Overloaded)
                return (missing, null);
            // One look alone tells nothing, however long it took.
            if (IsOver && (missing is not null || before is not null))
            {
                return (new GatewayError(ErrorCode.NotFound,
                    $"{folder} was not whole within {limit.TotalSeconds:0.###} s (Swaps:WholeTime): "
                    + (missing?.Message ?? "it still changes")), null);
            }
            before = look;
            await Task.Delay(BetweenLooks, time, cancel);
        }
    }

    /// <summary>
    /// What is there cannot be loaded: waits whether it was half of what is to be there, if it was written to only now.
    /// </summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="look">At what cannot be loaded.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Whether it is another than it was.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<bool> ChangesAsync(string folder, FolderLook look, CancellationToken cancel)
    {
        while (FolderLook.At(folder, limits, out FolderLook? now) is null && now == look)
        {
            if (IsOver || (time.GetUtcNow().UtcDateTime - look.Written).Duration() > LongestStop)
                return false;
            await Task.Delay(BetweenLooks, time, cancel);
        }
        return true;
    }

    private bool IsOver => time.GetElapsedTime(_begun) > limit;

    private GatewayError? Missing(string folder, string backend)
    {
        List<string> errors = [];
        PolicyDescription? description = PolicyFolderReader.Read(folder, limits, errors);
        return description is null
            ? new GatewayError(ErrorCode.InvalidArgument, string.Join("; ", errors))
            : ModelFiles.Choose(description, backend, out _);
    }
}
