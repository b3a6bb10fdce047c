using System.Collections.Immutable;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Chunks;

/// <summary>The last look at a chunk before it goes to a robot: nobody after us checks.</summary>
internal sealed class ChunkGuard
{
    private readonly ImmutableArray<float> _minimum;
    private readonly ImmutableArray<float> _maximum;

    /// <param name="robot">Position limits by index on the robot's wire; null for none.</param>
    public ChunkGuard(RobotConfig? robot)
    {
        _minimum = robot?.Minimum ?? [];
        _maximum = robot?.Maximum ?? [];
    }

    /// <summary>Refuses NaN and infinity, then brings every value into the robot's position limits.</summary>
    /// <param name="chunk">Changed in place.</param>
    /// <param name="clamped">How many values lay outside.</param>
    public GatewayError? Apply(ActionChunk chunk, out int clamped)
    {
        clamped = 0;
        for (int row = 0; row < chunk.Rows; row++)
        {
            Span<float> values = chunk.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i]))
                {
                    return new GatewayError(ErrorCode.Internal,
                        $"the policy's answer holds {values[i]} at row {row}, index {i};"
                        + " a chunk like that is never sent");
                }
                if (i >= _minimum.Length)
                    continue;
                float inside = Math.Clamp(values[i], _minimum[i], _maximum[i]);
                if (inside != values[i])
                    clamped++;
                values[i] = inside;
            }
        }
        return null;
    }
}
