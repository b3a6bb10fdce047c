namespace PolicyGate.Gateway.Chunks;

/// <summary>What of a joint is limited; the value is the power of a row's time that it is per.</summary>
internal enum LimitKind
{
    Position = 0,
    Velocity = 1,
    Acceleration = 2,
    Jerk = 3,
}
