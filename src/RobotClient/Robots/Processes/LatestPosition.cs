namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// Where a robot told that it is, of the newest request: an observation that takes long does not replace what a later
/// command's answer told.
/// </summary>
internal sealed class LatestPosition(int joints)
{
    private readonly double[] _position = new double[joints];
    private long _request;

    /// <summary>Whether it tells with each command, as it does if it told when it was connected.</summary>
    public bool IsTold { get; private set; }

    public int Joints => _position.Length;

    /// <param name="position">Of all joints.</param>
    /// <param name="request">The id of what it answers.</param>
    public void Keep(ReadOnlySpan<double> position, long request)
    {
        if (request <= _request)
            return;
        position.CopyTo(_position);
        _request = request;
    }

    public void BeTold() => IsTold = true;

    public void CopyTo(Span<double> into) => _position.CopyTo(into);
}
