namespace PolicyGate.Scripted;

/// <summary>A pose to come to, at rest.</summary>
/// <param name="Positions">One for each joint.</param>
/// <param name="Seconds">How long the way there takes; null where <paramref name="Speed"/> says it.</param>
/// <param name="Speed">The greatest speed on the way, of the joint that has farthest to go, in its unit a
/// second.</param>
/// <param name="Hold">Seconds to stay.</param>
internal sealed record Waypoint(float[] Positions, double? Seconds, double Speed, double Hold)
{
    /// <summary>How long the way from there takes, in seconds.</summary>
    public double TimeFrom(ReadOnlySpan<float> start)
    {
        if (Seconds is { } seconds)
            return seconds;
        float farthest = 0;
        for (int joint = 0; joint < start.Length; joint++)
            farthest = Math.Max(farthest, Math.Abs(Positions[joint] - start[joint]));
        return farthest * MinimumJerk.Peak / Speed;
    }
}
