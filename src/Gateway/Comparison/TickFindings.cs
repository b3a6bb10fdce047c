using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Tells ticks that can be compared from those that cannot.</summary>
internal static class TickFindings
{
    public static TickFinding Of(PlayedTick a, PlayedTick b)
    {
        bool chunkA = GaveChunk(a);
        bool chunkB = GaveChunk(b);
        if (chunkA && chunkB)
            return TickFinding.Compared;
        if (IsUnfit(a) || IsUnfit(b))
            return TickFinding.Unfit;
        if (IsPaced(a) && IsPaced(b))
            return TickFinding.Paced;
        return chunkA || chunkB ? TickFinding.OneSided : TickFinding.Neither;
    }

    /// <summary>Whether the model gave numbers, whatever became of them.</summary>
    public static bool GaveChunk(PlayedTick played) => played.HasRun && IsFinite(played);

    public static bool IsFinite(PlayedTick played)
    {
        foreach (float value in played.Raw.Span)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }

    /// <summary>Why there is no chunk, in words.</summary>
    public static string Why(PlayedTick played)
    {
        if (played.HasRun && !IsFinite(played))
            return "its chunk holds NaN or infinity";
        return played.Error?.Message ?? $"{played.Outcome}: {played.Reason}";
    }

    /// <summary>What is wrong with what was shown, not with who was shown it.</summary>
    private static bool IsUnfit(PlayedTick played) => !played.HasRun && played.Error?.Code
        is ErrorCode.InvalidArgument or ErrorCode.NotFound or ErrorCode.Unsupported;

    private static bool IsPaced(PlayedTick played) =>
        !played.HasRun && played.Error is null && played.Reason is not TickReason.None;
}
