using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Swaps;

/// <summary>
/// What a warm policy makes of an observation that shows nothing: whatever it is, it is finite. A model that was saved
/// after its training had broken down is not.
/// </summary>
internal static class BlankTick
{
    public static GatewayError? Run(ServedPolicy policy)
    {
        Observation blank = BlankObservation.For(policy.Description, policy.Needs);
        using var runs = new PolicyRuns(policy);
        runs.BeginEpisode();
        if (runs.Run(blank, new TickTimings()) is { } failed)
            return failed;
        var chunk = new ActionChunk();
        chunk.Resize(runs.Raw.Rows, runs.Raw.Width);
        policy.Unnormalizer.Apply(runs.Raw.Values, blank.Position, chunk.Values);
        return ChunkGuard.Refuse(chunk) is { } refused
            ? refused with { Message = $"its first chunk, of an observation that shows nothing: {refused.Message}" }
            : null;
    }
}
