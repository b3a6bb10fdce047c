using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Shadows;

/// <summary>What a shadow made of one observation. All of it is in the robot's units, and lent for the call.</summary>
internal readonly ref struct ShadowRun
{
    /// <summary>What was run.</summary>
    public required PolicyVersion Version { get; init; }

    /// <summary>Why there is no chunk: it failed, or was late by its own deadline. Null where all went well.</summary>
    public required GatewayError? Error { get; init; }

    /// <summary>Resize and run: what a robot would have waited for.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Rows × width, row after row; empty where there is an error. It may hold NaN.</summary>
    public ReadOnlySpan<float> Chunk { get; init; }

    public long ChunkInterval { get; init; }

    /// <summary>What the policy that answers made of the same observation, before all steps but unnormalising; empty
    /// where it made nothing.</summary>
    public ReadOnlySpan<float> Served { get; init; }

    public long ServedInterval { get; init; }

    /// <summary>Values of a row, the same on both sides.</summary>
    public int Width { get; init; }
}
