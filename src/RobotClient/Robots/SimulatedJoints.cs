namespace PolicyGate.RobotClient.Robots;

/// <summary>Joints that approach what they were told, each by e^(−t/T); any number of threads.</summary>
internal sealed class SimulatedJoints(int count, TimeSpan timeConstant, TimeProvider time)
{
    // Well within what an SO-101's joints can do, which LeRobot gives as −100 to 100.
    private const double StartRange = 30;

    private readonly Lock _gate = new();
    private readonly double[] _positions = new double[count];
    private readonly double[] _commands = new double[count];
    private long _positionsAt = time.GetTimestamp();

    /// <summary>Puts them somewhere, at rest.</summary>
    public void Place(Random random)
    {
        lock (_gate)
        {
            for (int i = 0; i < _positions.Length; i++)
                _positions[i] = _commands[i] = StartRange * ((2 * random.NextDouble()) - 1);
            _positionsAt = time.GetTimestamp();
        }
    }

    public void Command(ReadOnlySpan<float> commands)
    {
        lock (_gate)
        {
            Advance();
            for (int i = 0; i < _commands.Length; i++)
                _commands[i] = commands[i];
        }
    }

    public void Read(Span<double> positions)
    {
        lock (_gate)
        {
            Advance();
            _positions.CopyTo(positions);
        }
    }

    // Exact for whatever time has passed: how often it is asked changes nothing.
    private void Advance()
    {
        long now = time.GetTimestamp();
        double left = Math.Exp(-(time.GetElapsedTime(_positionsAt, now) / timeConstant));
        for (int i = 0; i < _positions.Length; i++)
            _positions[i] = _commands[i] + ((_positions[i] - _commands[i]) * left);
        _positionsAt = now;
    }
}
